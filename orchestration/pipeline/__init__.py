"""What a run does, step by step, and what it remembers of the last one."""
