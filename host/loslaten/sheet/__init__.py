# SPDX-License-Identifier: MIT
"""The sheet: one page of paper for who lies in bed with a protocol and a watch."""
