"""Retention and destruction of household files. Source: handbook R-14."""
