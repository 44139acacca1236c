"""Defects: what the developer has to put right, until the owner confirms it. Source: handbook R-23."""
