# SPDX-License-Identifier: MIT
"""The practice log on the laptop: one SQLite file with all that the watches told.

`database` opens it and puts its errors in words, `migrations` is its shape, `practice_log` what
is written to it and read from it.
"""
