"""Rankings as the unknown: the least change of preferences that makes something so."""
