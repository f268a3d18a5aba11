"""Mentions -> one event each, in a stable order."""
