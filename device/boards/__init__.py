"""One file a board: its pins, its motor, its battery, and what is truly different about it."""
