# SPDX-License-Identifier: MIT
"""The desk: the persons of a log side by side, those first who need a call."""
