"""Pure rules of quality samples: no I/O, no framework, no clock of its own."""
