# SPDX-License-Identifier: MIT
"""Measurements on the bench, a module a part; run by `tests.hil`, never by pytest alone."""
