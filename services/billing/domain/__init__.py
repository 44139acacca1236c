"""Pure rules of billing: no I/O, no framework, no clock of its own."""
