"""The web app: a model is built, tested and shown in the browser, on the user's own machine."""
