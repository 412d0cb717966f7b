"""Importers: for each kind of file of another program how it is known, and how it is read."""
