# SPDX-License-Identifier: MIT
"""The flash: whether it keeps what it gets, and how long interrupts stand still for it."""

from tests.hil import planned
from tests.hil.bench import Bench
from tests.hil.report import Part

TITLE = "Flash"

_PAGES, _SMALL, _RECORDS = 16, 20, 100
_SHORT_PAGES, _SHORT_SMALL, _SHORT_RECORDS = 2, 3, 5
_SILENCE_S = 120.0
# Work on the flash begins when nothing is felt for the next 400 ms (`companion.QUIET_MS`).
_QUIET_MS = 400


def test_flash_keeps_what_it_gets(bench: Bench, part: Part) -> None:
    pages, small, records = (
        (_SHORT_PAGES, _SHORT_SMALL, _SHORT_RECORDS) if bench.short else (_PAGES, _SMALL, _RECORDS)
    )
    found = bench.run("flash", silence_s=_SILENCE_S, pages=pages, small=small, records=records)
    part.figure("pages of 4 KB read back as written", found["pages_read_back"], equals=pages)
    part.figure("small file replaced: the last one is there", found["replaced"], equals=True)
    part.figure("files left beside it", found["left_beside"], equals=0)
    part.figure(
        "records of the journal after opening it again", found["records_after"], equals=records
    )
    for what, key in (
        ("write a page", "page_us"),
        ("replace a small file", "replace_us"),
        ("append a record", "append_us"),
    ):
        times = [one / 1000 for one in found[key]]
        part.figure(f"{what}, p50", planned.quantile(times, 0.5), "ms")
        part.figure(f"{what}, most", max(times), "ms", at_most=_QUIET_MS)
    part.figure(f"open a journal of {records} records", found["scan_us"] / 1000, "ms")
    part.figure("an interrupt waits, idle", found["idle_gap_us"] / 1000, "ms")
    for what, key in (
        ("pages are written", "page_gap_us"),
        ("a small file is replaced", "replace_gap_us"),
        ("records are appended", "append_gap_us"),
    ):
        part.figure(f"an interrupt waits while {what}, most", found[key] / 1000, "ms")
    part.judge()
