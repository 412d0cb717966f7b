"""Solution concepts, one file each; verdicts with their witnesses; engines that find them."""
