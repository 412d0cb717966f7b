"""Formats in which articles are written as documents, one file each."""
