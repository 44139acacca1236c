"""HTTP bodies of the move-ins: what is asked, what is answered."""
