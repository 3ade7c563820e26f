# SPDX-License-Identifier: MIT
"""The simulator itself: time, flash, radio, chips and boards."""
