"""The event contracts: the CloudEvents envelope, one module per producing service, and the registry."""
