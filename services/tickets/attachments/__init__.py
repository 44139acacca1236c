"""Photos, signatures and papers of a ticket. Source: handbook T-05, T-09, decision 0012."""
