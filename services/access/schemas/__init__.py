"""Bodies, a module per resource."""
