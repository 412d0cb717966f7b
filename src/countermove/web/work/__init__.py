"""Long work: the processes that answer questions in the background, and what becomes of it."""
