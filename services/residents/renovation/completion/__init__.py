"""Completion: passes, inspection, deductions, refund. Source: handbook R-36."""
