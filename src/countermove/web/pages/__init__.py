"""The pages about a model, one module each.

A module may have ``variables(page, studio) -> dict``, what its template shows beside the page
itself; ``ACTIONS``, what its forms do beside plain edits: by the name in ``do`` a function from
the form and the content of the file to edits; and ``file(page, studio) -> Download``, what it gives
to be kept where its address says ``as``.
"""
