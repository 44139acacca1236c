"""A month of service in figures, tables and pictures (handbook T-22)."""
