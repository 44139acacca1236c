"""Import of the roster from Excel and CSV: dry run, differences, apply, undo as a batch. Source: handbook R-08."""
