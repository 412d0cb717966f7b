"""The web app: a model built, tested and presented in the browser, on the user's own machine."""
