"""Equilibria, claims, and everything that follows from stability."""
