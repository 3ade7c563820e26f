# SPDX-License-Identifier: MIT
"""Cues, themes, motors, and the player that joins them."""
