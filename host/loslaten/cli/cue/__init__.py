# SPDX-License-Identifier: MIT
"""`loslaten cue`: list, draw, play and learn the cues."""
