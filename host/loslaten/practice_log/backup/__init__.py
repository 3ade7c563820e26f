# SPDX-License-Identifier: MIT
"""The practice log as JSON Lines: written, read back, merged."""
