"""What an equilibrium is worth: whether another state is better for all, and who stands where."""
