# SPDX-License-Identifier: MIT
"""Campaigns that take longer than a test may: run by hand, or by make torture."""
