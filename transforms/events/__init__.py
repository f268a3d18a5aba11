"""Events: lexicon (rules as data) -> find (triggers, frames) -> participants -> status."""
