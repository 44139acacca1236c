"""Which keys and passes are still with a household. Source: handbook R-07, A-21, A-31."""

# Statuses that the access service tells; a recalled key is asked back and not here yet.
KEYS_OUT = ("issued", "lent", "recalled")
PASSES_OUT = ("issued", "suspended", "recalled")
# A renovation in any other status is not over: somebody has to finish or withdraw it.
RENOVATION_OVER = ("drafted", "rejected", "withdrawn", "completed")
