# SPDX-License-Identifier: MIT
"""`loslaten log`: list, show, note, export and keep what was practised."""
