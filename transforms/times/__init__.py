"""Time expressions: find (spans) -> value (TIMEX3, EDTF, days) -> anchor (event <- expression)."""
