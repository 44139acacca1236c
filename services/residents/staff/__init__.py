"""Names of the staff as the gateway tells them: papers say who reviewed and approved. Source: architecture 5."""
