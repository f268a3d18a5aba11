"""What extraction knows: the seeds, the user's own over them, and what is built from them once a process."""
