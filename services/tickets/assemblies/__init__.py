"""The owners' assembly: called, voted by household, counted by owners and by area, published (handbook T-29)."""
