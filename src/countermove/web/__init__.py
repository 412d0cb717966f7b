"""The web app: build, test and present a model in the browser."""
