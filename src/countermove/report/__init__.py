"""Words, explanations and documents: every sentence that people read comes from here."""
