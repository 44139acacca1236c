"""Pure rules of requests: no I/O, no framework, no clock of its own."""
