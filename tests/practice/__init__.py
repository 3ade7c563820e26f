# SPDX-License-Identifier: MIT
"""The practice: protocols, the button and the session."""
