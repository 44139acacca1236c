"""Pure rules of messages: no I/O, no framework, no clock of its own."""
