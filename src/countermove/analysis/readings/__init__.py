"""Answers across all readings of what the parties want: what holds in all, in some, in none."""
