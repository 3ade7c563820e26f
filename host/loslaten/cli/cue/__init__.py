"""`loslaten cue`: list, draw, play and learn the cues."""
