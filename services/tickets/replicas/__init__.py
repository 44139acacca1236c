"""What other services told: communities, rooms, households, staff, prices (architecture 5)."""
