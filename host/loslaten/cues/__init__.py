# SPDX-License-Identifier: MIT
"""Cues on the laptop: what they look and feel like, how they are learned, how strong they must be.

Everything here is pure: it draws, counts and computes. Playing and asking is for the commands.
"""
