# SPDX-License-Identifier: MIT
"""Sleep of the watch, and what its battery still allows."""
