"""Pure rules of the answer book: no I/O, no framework, no clock of its own."""
