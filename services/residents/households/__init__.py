"""Households: who holds and lives in a room, now and before. Source: handbook R-02 … R-05."""
