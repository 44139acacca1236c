"""What of billing's events a transfer has to know. Source: handbook R-07, R-31, B-09."""

_DEPOSIT = "deposit"


def is_deposit(item: str) -> bool:
    """The nature of a charge is not told: its item's code says it (`renovation_deposit`)."""
    return item == _DEPOSIT or item.endswith(f"_{_DEPOSIT}")


def lower(known: int | None, heard: int) -> int:
    """What is owed only goes down: events in any order leave the lowest."""
    return heard if known is None else min(known, heard)
