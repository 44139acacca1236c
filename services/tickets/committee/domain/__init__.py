"""Pure rules of the committee's matters: no I/O, no framework, no clock of its own."""
