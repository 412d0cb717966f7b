"""What the analyst wrote down: a conflict, its statements, its scenarios. Computes nothing."""
