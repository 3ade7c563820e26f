# SPDX-License-Identifier: MIT
"""A running watch's own facts, asked over its cable, and which of them are out of range."""

from collections.abc import Iterator
from typing import Final

from loslaten.deploy.board_facts import BoardFacts
from loslaten.deploy.console import Console
from loslaten.deploy.ports import find_port
from loslaten.doctor.check import Check
from loslaten.firmware import version as firmware
from loslaten.language.text import Text
from loslaten_core.journal import event

# The limits of `make hil` (docs/hil.md), which measures the same.
FREE_PCT_MIN: Final = 25
LARGEST_BYTES_MIN: Final = 16 * 1024
WORST_LATE_MS: Final = 10
START_MS: Final = 3_000
FLASH_FREE_BYTES: Final = 128 * 1024

_FIRMWARE = Text("software", "firmware")
_ON = Text("{} op {}, {}", "{} on {}, {}")
_NONE = Text("geen", "none")
_OTHER_VERSION = Text(
    "niet de versie van deze loslaten; werk het bij: loslaten deploy",
    "not this tool's version; update it: loslaten deploy",
)
_MEMORY = Text("geheugen", "memory")
_FREE = Text("{} van {} bytes vrij, {} %", "{} of {} bytes free, {} %")
_SHOULD_BE_FREE = Text("{} % hoort vrij te zijn", "{} % should be free")
_LARGEST = Text("grootste vrije blok {} bytes", "largest free block {} bytes")
_NEEDED = Text("{} bytes zijn nodig: herstart het", "{} bytes are needed: restart it")
_START = Text("start", "start")
_NEVER_RAN = Text("er liep geen software", "no firmware ran")
_RESET = Text("druk op de resetknop en vraag het opnieuw", "press its reset button and ask again")
_STARTED_IN = Text("{} ms van stroom tot oefenen", "{} ms from power to practice")
_LIMIT = Text("{} ms is de grens", "{} ms is the limit")
_CUES = Text("signalen", "cues")
_LATE = Text("hooguit {} ms te laat sinds de start", "at most {} ms late since the start")
_CAN_BE_FELT = Text(
    "meer dan {} ms is te voelen; make hil meet het",
    "more than {} ms can be felt; make hil measures it",
)
_STARTS = Text("starts", "starts")
_CAUSES: Final = {
    event.POWER_ON: Text("stroom", "power"),
    event.RESET_PIN: Text("resetknop", "reset button"),
    event.WATCHDOG: Text("waakhond", "watchdog"),
    event.DEEP_SLEEP: Text("diepe slaap", "deep sleep"),
    event.SOFT_RESET: Text("USB", "USB"),
    event.BROWN_OUT: Text("spanningsdip", "power dip"),
}
_DIPS = Text(
    "de voeding zakt weg: een zwakke cel, of een los contact",
    "the supply dips: a weak cell, or a loose contact",
)
_WHY = Text(
    "waarom het herstartte: loslaten log events --faults",
    "why it restarted: loslaten log events --faults",
)
_NONE_NOTED = Text("geen genoteerd", "none noted")
_FAULTS = Text("storingen", "faults")
_NOTED = Text("{} genoteerd", "{} noted")
_WHICH = Text(
    "welke het waren: loslaten sync, dan loslaten log events --faults",
    "what they were: loslaten sync, then loslaten log events --faults",
)
_FLASH = Text("opslag", "flash")
_KB_FREE = Text("{} KB vrij", "{} KB free")
_SYNC = Text("haal het logboek op: loslaten sync", "bring the log home: loslaten sync")
_MOTOR = Text("motor", "motor")
_MEASURED = Text("gemeten", "measured")
_NOT_MEASURED = Text("nog niet gemeten", "not measured yet")
_LAY_DOWN = Text(
    "leg het neer en herstart het: het meet zichzelf",
    "lay it down and restart it: it measures itself",
)


def checks(port: str | None) -> Iterator[Check]:
    """Yield what is looked at on the board at a port, or the one on USB. Raises DeployError."""
    with Console(find_port(port)) as console:
        facts = BoardFacts.of(console)
    yield _version(facts)
    yield from _memory(facts)
    yield from _timing(facts)
    yield _restarts(facts)
    yield _faults(facts)
    yield _flash(facts)
    if facts.is_calibrated is not None:
        if facts.is_calibrated:
            yield Check(_MOTOR, "ok", _MEASURED)
        else:
            yield Check(_MOTOR, "note", _NOT_MEASURED, _LAY_DOWN)


def _version(facts: BoardFacts) -> Check:
    there = facts.installed
    board = there.board or facts.about.machine
    told = _ON.format(there.version or _NONE, board, facts.about)
    if there.version == firmware.version():
        return Check(_FIRMWARE, "ok", told)
    return Check(_FIRMWARE, "note", told, _OTHER_VERSION)


def _memory(facts: BoardFacts) -> Iterator[Check]:
    free_pct = 100 * facts.free_bytes // facts.heap_bytes
    finding = _FREE.format(facts.free_bytes, facts.heap_bytes, free_pct)
    is_right = free_pct >= FREE_PCT_MIN
    yield _judged(_MEMORY, is_right, finding, _SHOULD_BE_FREE.format(FREE_PCT_MIN))
    finding = _LARGEST.format(facts.largest_bytes)
    is_right = facts.largest_bytes >= LARGEST_BYTES_MIN
    yield _judged(_MEMORY, is_right, finding, _NEEDED.format(LARGEST_BYTES_MIN))


def _timing(facts: BoardFacts) -> Iterator[Check]:
    if facts.start_ms is None or facts.worst_late_ms is None:
        yield Check(_START, "note", _NEVER_RAN, _RESET)
        return
    finding = _STARTED_IN.format(facts.start_ms)
    yield _judged(_START, facts.start_ms <= START_MS, finding, _LIMIT.format(START_MS))
    finding = _LATE.format(facts.worst_late_ms)
    advice = _CAN_BE_FELT.format(WORST_LATE_MS)
    yield _judged(_CUES, facts.worst_late_ms <= WORST_LATE_MS, finding, advice)


def _restarts(facts: BoardFacts) -> Check:
    counts = {cause: facts.causes.count(cause) for cause in dict.fromkeys(facts.causes)}
    finding = Text(_counted(counts, "nl"), _counted(counts, "en"))
    if counts.get(event.BROWN_OUT):
        return Check(_STARTS, "note", finding, _DIPS)
    if counts.get(event.WATCHDOG):
        return Check(_STARTS, "note", finding, _WHY)
    return Check(_STARTS, "ok", finding if counts else _NONE_NOTED)


def _counted(counts: dict[int, int], lang: str) -> str:
    return ", ".join(
        f"{_CAUSES[cause].say(lang) if cause in _CAUSES else cause} {count}"
        for cause, count in counts.items()
    )


def _faults(facts: BoardFacts) -> Check:
    if not facts.faults:
        return Check(_FAULTS, "ok", _NONE_NOTED)
    return Check(_FAULTS, "note", _NOTED.format(len(facts.faults)), _WHICH)


def _flash(facts: BoardFacts) -> Check:
    told = _KB_FREE.format(facts.flash_free_bytes // 1024)
    return _judged(_FLASH, facts.flash_free_bytes >= FLASH_FREE_BYTES, told, _SYNC)


def _judged(about: Text, is_right: bool, told: Text, advice: Text) -> Check:
    return Check(about, "ok", told) if is_right else Check(about, "wrong", told, advice)
