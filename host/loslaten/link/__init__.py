# SPDX-License-Identifier: MIT
"""The laptop's side of the Bluetooth link (docs/wire.md)."""
