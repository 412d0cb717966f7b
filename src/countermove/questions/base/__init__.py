"""What all questions have in common; nothing in here is a question."""
