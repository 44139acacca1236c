"""Repetition, and the corrective and preventive action that it opens (handbook T-21)."""
