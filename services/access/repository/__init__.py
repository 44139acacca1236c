"""Every query of the access service, by what it asks about."""
