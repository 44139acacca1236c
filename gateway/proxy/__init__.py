"""The gateway's front: which request goes where, and what it takes with it."""
