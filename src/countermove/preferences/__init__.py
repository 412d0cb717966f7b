"""Each kind of preference as three relations: what tempts, what deters, what is credible."""
