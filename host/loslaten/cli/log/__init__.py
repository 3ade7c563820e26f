"""`loslaten log`: list, show, note, export and keep what was practised."""
