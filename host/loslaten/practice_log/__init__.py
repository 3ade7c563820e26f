# SPDX-License-Identifier: MIT
"""The practice log on the laptop: one SQLite file with all that the watches told.

`database` opens it, `trouble` puts its errors in words, `migrations` is its shape, `log` what is
written to it and read from it.
"""
