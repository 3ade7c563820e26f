# SPDX-License-Identifier: MIT
"""The therapist's report: what was practised in a period, on one page.

`days` divides the period, `reading` takes what it needs from the practice log, `figures` counts,
`attention` says where to look, `changes` what changed in the protocol. `page` makes HTML of it,
`plain` text for a terminal, `pdf` prints a page.
"""
