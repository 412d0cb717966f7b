"""What all figures share: what a figure is, and what stands around it."""
