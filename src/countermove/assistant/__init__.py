"""The door for assistants: a server of the Model Context Protocol, confined to one folder."""
