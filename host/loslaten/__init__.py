# SPDX-License-Identifier: MIT
"""The laptop side of Loslaten: command-line tool, practice log, reports and simulator."""
