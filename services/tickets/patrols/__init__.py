"""Patrols: every area daily, the lead's spot-checks, findings until they are rechecked (handbook T-25)."""
