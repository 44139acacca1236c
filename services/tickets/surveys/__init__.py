"""Surveys: every half year a fifth of the households is asked, and whoever is not satisfied is visited (T-17, T-23)."""
