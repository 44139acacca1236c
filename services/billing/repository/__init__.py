"""Every query of the billing service, a module per subject."""
