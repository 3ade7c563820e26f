# SPDX-License-Identifier: MIT
"""All that is Dutch or English: texts, names, numbers, dates, durations."""
