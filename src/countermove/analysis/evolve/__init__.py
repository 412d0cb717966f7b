"""Evolution: how a conflict can get from its status quo to each state, and who moves last."""
