"""Call and counter quality: contacts sampled, scored, seen, counted. Source: handbook T-30."""
