# SPDX-License-Identifier: MIT
"""Protocols, muscle groups, the button and the session: the timing logic of the practice."""
