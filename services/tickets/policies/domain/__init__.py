"""Pure values of policies: no I/O, no framework, no clock of their own."""
