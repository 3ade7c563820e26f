# SPDX-License-Identifier: MIT
"""The wearer's body: skin that feels, and a hand that presses."""
