"""A model file under edit: what edits are, and what they do to its data and to its text."""
