"""One verb per file: listing this folder is reading the features."""
