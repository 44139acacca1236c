"""Premises: communities and rooms. Source: handbook R-01."""
