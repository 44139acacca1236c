"""HTTP bodies of the defects: what is asked, what is answered."""
