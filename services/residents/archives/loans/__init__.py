"""Reading, borrowing and copying of household files. Source: handbook R-12."""
