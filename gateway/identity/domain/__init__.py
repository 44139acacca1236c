"""Rules of identity; no I/O."""
