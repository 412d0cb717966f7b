"""Parties and options: everything on this page is a plain edit."""
