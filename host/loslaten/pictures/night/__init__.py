# SPDX-License-Identifier: MIT
"""The picture of one night."""
