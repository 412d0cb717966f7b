"""A package on the table: who would stay, who would leave, and what is near that holds."""
