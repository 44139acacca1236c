"""Courtesy visits: households and tenants are called on by plan, complaint or none (handbook T-24)."""
