"""How long a battery lasts: a simulated night, times the currents of a board."""
