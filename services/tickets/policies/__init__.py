"""Communities' own values of the handbook's rules."""
