"""The graph of a model as pages draw it: which states and moves, where they stand, in words."""
