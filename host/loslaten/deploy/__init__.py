# SPDX-License-Identifier: MIT
"""Puts the firmware on a watch over USB, so that it can be interrupted anywhere."""
