# SPDX-License-Identifier: MIT
"""Watches in reach: found, synced, watched live."""
