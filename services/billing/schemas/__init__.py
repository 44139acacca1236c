"""HTTP bodies of the billing service, a module per subject."""
