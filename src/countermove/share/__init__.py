"""One read-only page of a model and its answer, to send to somebody: it opens anywhere, offline."""
