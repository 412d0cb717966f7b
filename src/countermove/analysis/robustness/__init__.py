"""How far what holds rests on the preferences that were put in."""
