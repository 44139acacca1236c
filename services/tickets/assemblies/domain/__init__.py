"""Pure rules of assemblies: no I/O, no framework, no clock of its own."""
