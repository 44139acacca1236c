"""Pure rules of tickets: no I/O, no framework, no clock of its own."""
