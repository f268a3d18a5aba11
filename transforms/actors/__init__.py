"""Actors: registry (seeds -> index) -> find (mentions) -> resolve (identity at a date) -> corefer."""
