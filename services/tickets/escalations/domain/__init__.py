"""Pure rules of escalation: no I/O, no framework, no clock of its own."""
