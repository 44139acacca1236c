"""Notes on a ticket: for the requester, for the house, for one department. Source: permissions.md."""
