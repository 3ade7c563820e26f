# SPDX-License-Identifier: MIT
"""The virtual radio: two controllers, and a backend of bleak's on one of them."""
