"""The record: what was said and by whom, and what rests on it."""
