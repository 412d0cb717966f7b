"""Views: what holds when decision makers see the model otherwise than it is."""
