"""Watches in reach: found, synced, watched live."""
