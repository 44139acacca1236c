"""Move-ins: the hand-over of a room from the developer to its owner, step by step. Source: handbook R-20 … R-24."""
