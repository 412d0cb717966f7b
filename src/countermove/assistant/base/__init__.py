"""What the tools of the server have in common."""
