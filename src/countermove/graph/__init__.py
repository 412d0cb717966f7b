"""Feasible states, unilateral moves, legal sequences of moves."""
