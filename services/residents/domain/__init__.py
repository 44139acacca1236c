"""Rules that several subjects share."""
