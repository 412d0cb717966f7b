"""Documents, who says what in them, and whether the words that a model quotes stand there."""
