"""The pages about a model, one module each.

A module may have ``variables(page, studio) -> dict``, what its template shows beside the page
itself; ``ACTIONS``, what its forms do beside plain edits: by the name in ``do`` a function from
the form and the content of the file to edits; ``WHOLE``, what they do with the file as a whole:
from the :class:`~countermove.web.page_routes.PageRequest`, the form and the revision that was seen
to the file as it is then; and ``file(page, studio) -> Download``, what it gives to be kept where
its address says ``as``.
"""
