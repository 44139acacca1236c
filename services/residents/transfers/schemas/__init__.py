"""HTTP bodies: `asked` for and `answered`."""
