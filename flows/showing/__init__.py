"""What people read: rows, events and runs as text."""
