# SPDX-License-Identifier: MIT
"""The sheet: one page of paper for whoever lies in bed with a protocol and a watch."""
