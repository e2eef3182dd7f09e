"""What is read from the published build: figures, their rows, their differences, and files of them."""
