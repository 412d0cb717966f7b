"""How sure an answer is: preferences drawn at random, exactly uniformly and reproducibly."""
