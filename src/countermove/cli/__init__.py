"""The command line: one of the doors to the same few functions; nothing is computed here."""
