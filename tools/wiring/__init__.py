# SPDX-License-Identifier: MIT
"""The wiring drawings of docs/hardware: `make wiring` writes them.

Pins come from the board files, so a drawing cannot say anything else.
"""
