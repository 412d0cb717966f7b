"""The graph of a model: which states and moves are drawn, where they stand, and in what words."""
