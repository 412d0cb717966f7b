"""One of the doors: what a notebook shows of models and results."""
