"""What is filed for the whole community rather than for a household: results of assemblies. Source: handbook T-29."""
