"""Overtime and overnight stay, registered with security. Source: handbook R-37."""
