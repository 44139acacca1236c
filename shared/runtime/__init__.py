"""I/O that every service shares: database, events, HTTP conventions, jobs, start and stop."""
