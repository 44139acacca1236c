"""Hot work: request, review, approval, checks, its end. Source: handbook R-33."""
