"""What to find out first: in which order doubts are best resolved, and asking one by one."""
