"""Pure rules of promises: no I/O, no framework, no clock of its own."""
