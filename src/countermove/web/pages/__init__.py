"""The pages about a model, one module each.

A module may have ``variables(page, studio) -> dict``, what its template shows beside the page
itself, and ``ACTIONS``, what its forms do beside plain edits: by the name in ``do`` a function
from the form and the content of the file to edits.
"""
