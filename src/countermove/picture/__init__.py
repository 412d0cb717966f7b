"""Pictures, each from a description of what is on it to SVG that stands in any page."""
