# SPDX-License-Identifier: MIT
"""The day: the wearer's local time, soft taps at random moments, and a reminder to practise."""
