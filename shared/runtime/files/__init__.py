"""Files that people hand in: looked at, summed up, kept, fetched and checked. Source: decision 0012."""
