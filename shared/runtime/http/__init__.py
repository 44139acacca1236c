"""The HTTP conventions of `api.md`, the same in every service."""
