"""Goals: which preferences would make a state an equilibrium, and what the least change is."""
