"""Inventory checks of the household files. Source: handbook R-13."""
