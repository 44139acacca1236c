"""A community's own values of the renovation's rules. Source: handbook R-32 to R-37."""
