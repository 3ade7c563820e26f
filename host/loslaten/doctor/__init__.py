# SPDX-License-Identifier: MIT
"""Checks of all that has to be right, on this computer, in the air and on the cable."""
