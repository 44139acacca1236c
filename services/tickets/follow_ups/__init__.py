"""Follow-up visits: sampled, made, reworked until satisfied (handbook T-16 … T-19)."""
