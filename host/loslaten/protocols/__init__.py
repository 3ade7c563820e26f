# SPDX-License-Identifier: MIT
"""Protocols: their files, their limits in words, and how a session of one goes."""
