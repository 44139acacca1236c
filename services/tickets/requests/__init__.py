"""Requests: from intake to closing, their clocks, quotes and history (handbook T-01 … T-15, T-28)."""
