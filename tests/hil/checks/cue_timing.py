# SPDX-License-Identifier: MIT
"""The cues of a whole session: whether they are driven when the player planned them."""

import statistics

import pytest

from loslaten_core.practice import limits, muscles, protocol
from loslaten_core.practice.protocol import Group, Protocol
from tests.board import goals
from tests.hil import planned
from tests.hil.bench import Bench
from tests.hil.report import Part

TITLE = "Cue timing"

# A minute of the densest practice that a protocol may have.
_GROUPS = 2
_SHORT_GROUPS = 1
_SETTLE_IN_MS = 5_000
_SILENCE_S = 180.0
_DRIFT_MS = 2.0
# Of a crystal, at most; the watch's own bound is UPTIME_DRIFT_PPM in its board file.
_CLOCK_PPM = 100


def session(groups: int) -> bytes:
    """Return the shortest packed protocol of so many muscle groups."""
    practised = tuple(
        Group(
            one.number,
            tense_ms=(limits.TENSE_FOOT_MS if one.foot else limits.TENSE_MS)[0],
            release_ms=limits.RELEASE_MS[0],
            ready_gap_ms=limits.READY_GAP_MS[0],
            repeats_min=limits.TENSED_REPEATS[0],
            repeats_max=limits.TENSED_REPEATS[0],
        )
        for one in muscles.every()[:groups]
    )
    # Time for "started" to be over: what would wait for it depends on a millisecond.
    whole = Protocol("bench", practised, settle_in_ms=_SETTLE_IN_MS, final_rest_ms=0, seated=True)
    return protocol.pack(whole)


def test_cues_are_driven_as_planned(bench: Bench, part: Part) -> None:
    wired = bench.wired
    if wired["motor"] is False:
        pytest.skip(f"no wire from GP{wired['pins'][0]} to GP{bench.wires.loopback}")
    packed = session(_SHORT_GROUPS if bench.short else _GROUPS)
    loopback = bench.wires.loopback
    found = bench.run("cues", silence_s=_SILENCE_S, loopback_pin=loopback, packed=packed)
    wanted = planned.drives(found)
    seen = [(up_us / 1000, down_us / 1000) for up_us, down_us in found["drives_us"]]
    part.figure("seen at", "the wire" if found["how"] == "wire" else "the motor's driver")
    part.figure("drives", len(seen), equals=len(wanted))
    if found["write_us"] is not None:
        part.figure("longest write to the driver chip", found["write_us"] / 1000, "ms")
        part.missing("what the chip makes of it", "it has no pin that tells; see docs/hil.md")
    if len(seen) == len(wanted):
        late = planned.late_ms(wanted, seen)
        part.figure("late, p50", planned.quantile(late, 0.5), "ms")
        part.figure("late, p99", planned.quantile(late, 0.99), "ms", at_most=goals.EDGE_NEAR_MS)
        part.figure("late, most", max(late), "ms", at_most=goals.EDGE_LATEST_MS)
        longer = [abs(one) for one in planned.longer_ms(wanted, seen)]
        part.figure("longer or shorter, most", max(longer), "ms", at_most=goals.DRIVE_LENGTH_MS)
        third = max(1, len(late) // 3)
        drift = statistics.median(late[-third:]) - statistics.median(late[:third])
        length_s = (seen[-1][1] - seen[0][0]) / 1000
        part.figure(f"later at the end, after {length_s:.0f} s", drift, "ms", at_most=_DRIFT_MS)
    part.figure("late, as the firmware says itself", found["worst_late_ms"], "ms")
    _tell_clocks(bench, part)
    part.judge()


def _tell_clocks(bench: Bench, part: Part) -> None:
    """The board's crystal against the laptop's, which is not exact either."""
    if bench.subject.is_simulated:
        part.missing("clock", "a simulated board's time goes as fast as it is told to")
        return
    clocks = bench.clocks
    allowed_ms = clocks.length_ms * _CLOCK_PPM / 1e6 + clocks.uncertain_ms
    what = (
        f"board's clock ahead of the laptop's after {clocks.length_ms / 1000:.0f} s,"
        f" ± {clocks.uncertain_ms:.1f} ms"
    )
    part.figure(what, clocks.ahead_ms, "ms", at_least=-allowed_ms, at_most=allowed_ms)
