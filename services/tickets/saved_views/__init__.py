"""Saved views: filters of the ticket list under a name, of an account or shared with a role."""
