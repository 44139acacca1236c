"""What of an address is shown. Source: handbook R-04."""


def mask_email(address: str) -> str:
    """Write w***@example.com: the first sign, however long the name is, and where it is hosted."""
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"
