# SPDX-License-Identifier: MIT
"""The firmware: everything that runs on the watch and only there."""

VERSION = "0.1.0"
