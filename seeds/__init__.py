"""Data that people edit: sample articles, actors, event rules, time rules, context rules."""
