"""The verbs of `regesta`, one module a group: each thin over the function that does the work."""
