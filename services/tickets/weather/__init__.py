"""Weather: when it rained, for the visits that wait for it (handbook T-17)."""
