"""Escalation: the ladder lead → manager, with a work-contact slip (工作联系单) a step. Source: handbook T-12 … T-14."""
