"""On what an answer rests: every judgement of a model changed alone."""
