# SPDX-License-Identifier: MIT
"""Pictures in SVG: of a night (`night`), from what the log, a rehearsal or a simulation tells.

They stand alone in a browser, light and dark, or inside the report: no scripts, no network, the
same bytes for the same night.
"""
