"""The uploaded file, read in a process of its own: what it does to memory or time, it does there."""
