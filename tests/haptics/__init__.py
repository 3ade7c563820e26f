# SPDX-License-Identifier: MIT
"""Tests of the cues, from their notation to what a wrist feels of them."""
