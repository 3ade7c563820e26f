# SPDX-License-Identifier: MIT
"""Measures: what a person reports of themselves once a week, each answer within its limits."""
