# SPDX-License-Identifier: MIT
"""The heap: whether the firmware fits into it, also in a session and on the air."""

from tests.board import goals
from tests.hil.bench import Bench
from tests.hil.checks.cue_timing import session
from tests.hil.report import Part

TITLE = "Memory"

_PRACTISE_MS, _RADIO_MS = 20_000, 10_000
_SHORT_MS = 3_000
_SILENCE_S = 90.0


def test_the_firmware_fits(bench: Bench, part: Part) -> None:
    practise_ms, radio_ms = (_SHORT_MS, _SHORT_MS) if bench.short else (_PRACTISE_MS, _RADIO_MS)
    found = bench.run(
        "memory",
        silence_s=_SILENCE_S,
        packed=session(1),
        practise_ms=practise_ms,
        radio_ms=radio_ms,
    )
    heap_bytes = found["heap_bytes"]
    part.figure("a session ran", found["practised"], equals=True)
    part.figure("the radio was on", found["was_on_air"], equals=True)
    part.figure("heap", heap_bytes // 1024, "KB")
    part.figure("in use before the firmware", found["before_bytes"] // 1024, "KB")
    part.figure("in use after its start", found["started_bytes"] // 1024, "KB")
    part.figure("in use in a session, most", found["practising_bytes"] // 1024, "KB")
    part.figure("in use on the air, most", found["on_air_bytes"] // 1024, "KB")
    peak_bytes = max(found["practising_bytes"], found["on_air_bytes"])
    left_pct = 100 * (heap_bytes - peak_bytes) // heap_bytes
    if bench.subject.is_simulated:
        part.missing("free at the peak", "the simulator's heap grows as it likes")
        part.missing("C stack, deepest seen", "the simulator's is another")
    else:
        part.figure("free at the peak", left_pct, "%", at_least=goals.FREE_PCT)
        part.figure(
            "largest free block, least",
            found["largest_bytes"],
            "bytes",
            at_least=goals.LARGEST_BLOCK_BYTES,
        )
        stack_bytes = found["stack_bytes"]
        part.figure("C stack, deepest seen", stack_bytes, "bytes", at_most=goals.STACK_BYTES)
    part.judge()
