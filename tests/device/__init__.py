# SPDX-License-Identifier: MIT
"""The firmware as it ships, in a room of its own: what a wearer and a laptop get of it."""
