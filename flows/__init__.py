"""Who calls whom, when and how often. No text processing and no SQL here."""
