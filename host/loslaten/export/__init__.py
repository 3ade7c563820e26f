# SPDX-License-Identifier: MIT
"""The practice log for other programs: CSV, JSON Lines, iCalendar and FHIR.

The same log gives the same bytes each time. Everywhere it is said how well the watch's clock was
known, what the watch recorded (sensed) and what the wearer reported (self-reported); a time that
is not known is left out, never replaced by a guess. `docs/exports.md` describes the formats.
"""
