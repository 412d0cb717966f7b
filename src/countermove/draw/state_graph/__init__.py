"""The graph of a model as figures and pages draw it: which states and moves, where they stand, in words."""
