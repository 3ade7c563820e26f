# SPDX-License-Identifier: MIT
"""Tests of the day: local time, taps at random moments, and the reminder."""
