"""Who may do what: accounts, roles, sessions, tokens, the audit log. Source: architecture 6, permissions.md."""
