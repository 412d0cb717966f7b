"""Long work: the follow-up questions, and the processes that answer them in the background."""
