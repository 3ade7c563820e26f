# SPDX-License-Identifier: MIT
"""The firmware as the laptop knows it: its source, its version, its boards."""
