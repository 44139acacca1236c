"""Inspection rounds, rectification notices and their rechecks. Source: handbook R-34."""
