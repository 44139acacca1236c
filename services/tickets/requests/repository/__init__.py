"""Every query of the tickets service, one module per subject."""
