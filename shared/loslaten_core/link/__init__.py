# SPDX-License-Identifier: MIT
"""The Bluetooth link between watch and laptop: one contract, read by both (docs/wire.md)."""
