# SPDX-License-Identifier: MIT
"""A release: wheel, source archive, firmware images, bill of materials, checksums."""
