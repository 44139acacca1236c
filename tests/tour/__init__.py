"""The README's tour, run word for word against a suite that is up."""
