"""Promises: what somebody said would happen by when, and who sees to it. Source: handbook T-15, T-27."""
