"""The version, written in this one place only."""

__version__ = "0.1.0"
