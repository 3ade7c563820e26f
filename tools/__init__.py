# SPDX-License-Identifier: MIT
"""Makers of files of this repository from other files of it."""
