"""HTTP bodies of the renovations: what is asked, what is answered."""
