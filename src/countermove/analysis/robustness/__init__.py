"""What an answer rests on: how much may change in a model before the answer does."""
