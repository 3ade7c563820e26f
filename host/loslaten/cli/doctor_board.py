"""`loslaten doctor --board`: a running watch's own facts, and which of them are out of range."""

from collections.abc import Iterator
from typing import Final

from loslaten.cli.busy import Busy
from loslaten.cli.check import Check
from loslaten.deploy.board_facts import BoardFacts
from loslaten.deploy.console import Console
from loslaten.deploy.ports import find_port
from loslaten.firmware import version as firmware
from loslaten_core.journal import event

# docs/hil.md measures the same, and why: a quarter of the heap free, cues at most so late.
FREE_PCT_MIN: Final = 25
# What the link and the journal ask for at once, twice.
LARGEST_BYTES_MIN: Final = 8 * 1024
WORST_LATE_MS: Final = 20
START_MS: Final = 8_000
FLASH_FREE_BYTES: Final = 128 * 1024


def checks(port: str | None) -> Iterator[Check]:
    """Yield what is looked at on the board at a port, or the one on USB. Raises DeployError."""
    with Busy("asking the board"), Console(find_port(port)) as console:
        facts = BoardFacts.of(console)
    yield _version(facts)
    yield from _memory(facts)
    yield from _timing(facts)
    yield _restarts(facts)
    yield _faults(facts)
    yield _flash(facts)
    if facts.is_calibrated is not None:
        told = "measured" if facts.is_calibrated else "not measured yet"
        advice = None if facts.is_calibrated else "lay it down and restart it: it measures itself"
        yield Check("motor", "ok" if facts.is_calibrated else "note", told, advice)


def _version(facts: BoardFacts) -> Check:
    there = facts.installed
    told = f"{there.version or 'none'} on {there.board or facts.about.machine}, {facts.about}"
    if there.version == firmware.version():
        return Check("firmware", "ok", told)
    return Check("firmware", "note", told, "not this tool's version; update it: loslaten deploy")


def _memory(facts: BoardFacts) -> Iterator[Check]:
    free_pct = 100 * facts.free_bytes // facts.heap_bytes
    told = f"{facts.free_bytes} of {facts.heap_bytes} bytes free, {free_pct} %"
    is_right = free_pct >= FREE_PCT_MIN
    yield _judged("memory", is_right, told, f"{FREE_PCT_MIN} % should be free")
    told = f"largest free block {facts.largest_bytes} bytes"
    is_right = facts.largest_bytes >= LARGEST_BYTES_MIN
    yield _judged("memory", is_right, told, f"{LARGEST_BYTES_MIN} bytes are needed: restart it")


def _timing(facts: BoardFacts) -> Iterator[Check]:
    if facts.start_ms is None or facts.worst_late_ms is None:
        yield Check("start", "note", "no firmware ran", "press its reset button and ask again")
        return
    told = f"{facts.start_ms} ms from power to practice"
    yield _judged("start", facts.start_ms <= START_MS, told, f"{START_MS} ms is the limit")
    told = f"at most {facts.worst_late_ms} ms late since the start"
    advice = f"more than {WORST_LATE_MS} ms can be felt; make hil measures it"
    yield _judged("cues", facts.worst_late_ms <= WORST_LATE_MS, told, advice)


def _restarts(facts: BoardFacts) -> Check:
    names = {
        event.POWER_ON: "power",
        event.RESET_PIN: "reset button",
        event.WATCHDOG: "watchdog",
        event.DEEP_SLEEP: "deep sleep",
        event.SOFT_RESET: "USB",
        event.BROWN_OUT: "power dip",
    }
    counts = {cause: facts.causes.count(cause) for cause in dict.fromkeys(facts.causes)}
    told = ", ".join(f"{names.get(cause, cause)} {count}" for cause, count in counts.items())
    if counts.get(event.BROWN_OUT):
        return Check("starts", "note", told, "the supply dips: a weak cell, or a loose contact")
    if counts.get(event.WATCHDOG):
        return Check("starts", "note", told, "why it restarted: loslaten log events --faults")
    return Check("starts", "ok", told or "none noted")


def _faults(facts: BoardFacts) -> Check:
    if not facts.faults:
        return Check("faults", "ok", "none noted")
    advice = "what they were: loslaten sync, then loslaten log events --faults"
    return Check("faults", "note", f"{len(facts.faults)} noted", advice)


def _flash(facts: BoardFacts) -> Check:
    told = f"{facts.flash_free_bytes // 1024} KB free"
    advice = "bring the log home: loslaten sync"
    return _judged("flash", facts.flash_free_bytes >= FLASH_FREE_BYTES, told, advice)


def _judged(about: str, is_right: bool, told: str, advice: str) -> Check:
    return Check(about, "ok", told) if is_right else Check(about, "wrong", told, advice)
