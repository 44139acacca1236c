"""Renovations from application to permit and its suspension. Source: handbook R-30 … R-32, R-35."""
