"""Household files, one per household; other services' records come by event. Source: handbook R-10, R-11."""
