"""Pure rules of patrols: no I/O, no framework, no clock of its own."""
