"""The owners' committee: its members, contacts with it, its questions, matters to report (handbook T-26)."""
