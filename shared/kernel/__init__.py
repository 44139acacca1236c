"""Pure building blocks: no framework, no I/O, no clock of its own."""
