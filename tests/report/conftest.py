# SPDX-License-Identifier: MIT
"""A browser for the tests of this room."""

from tests.rigs.browser import chromium

__all__ = ["chromium"]
