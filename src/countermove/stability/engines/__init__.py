"""Engines: ways of finding which states are stable. All give the same answers."""
