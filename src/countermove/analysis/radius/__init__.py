"""How close an answer is to turning: how little of one ranking must change for that."""
