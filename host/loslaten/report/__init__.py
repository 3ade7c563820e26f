# SPDX-License-Identifier: MIT
"""The therapist's report: what was practised in a period, on one page.

`columns` divides the period, `reading` takes what it needs from the practice log, `figures`
counts, `attention` says where to look. `page` makes HTML of it and prints that, `plain` makes text
for a terminal, `as_json` plain values.
"""
