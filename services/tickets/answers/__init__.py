"""The answer book: agreed answers to recurring questions. Source: handbook T-31."""
