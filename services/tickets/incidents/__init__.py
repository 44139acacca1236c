"""Incidents: what of public safety is important enough that others have to hear of it. Source: handbook A-04, T-26."""
