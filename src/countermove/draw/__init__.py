"""Figures, one file each: what is on them, from an answer and the sentences of the report."""
