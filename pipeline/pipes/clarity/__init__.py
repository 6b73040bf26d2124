"""What is unclear about a task, and how to word it so that it is not."""
