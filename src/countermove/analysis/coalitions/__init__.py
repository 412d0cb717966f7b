"""Coalitions: what groups that act together could upset, and whom it takes to bring it about."""
