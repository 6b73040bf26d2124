"""What must come out of a task."""
