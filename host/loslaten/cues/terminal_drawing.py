# SPDX-License-Identifier: MIT
"""A cue drawn in a terminal: two rows of bars, the drive and what is felt, over one time axis."""

from collections.abc import Callable, Iterator

from loslaten.cues.felt import FeltCue
from loslaten.language.text import Text

_DRIVE = Text("motor ", "drive ")
_FELT = Text("voelt ", "felt  ")
_BARS = " ▁▂▃▄▅▆▇█"
_BRAKE = "▾"
_STEPS_MS = (50, 100, 200, 500, 1_000)
_TICK_COLUMNS = 8


def lines(cue: FeltCue, columns: int = 64, lang: str = "en") -> Iterator[str]:
    """Yield the lines of the drawing, each at most `columns` and a label of 6 wide."""
    ms = max(10, -(-(cue.ends_ms - cue.begins_ms) // columns))
    count = -(-(cue.ends_ms - cue.begins_ms) // ms)
    starts = [cue.begins_ms + column * ms for column in range(count)]
    yield _DRIVE.say(lang) + _row(starts, lambda at_ms: _drive(cue, at_ms, ms)).rstrip()
    yield _FELT.say(lang) + _row(starts, lambda at_ms: _bar(_amplitude(cue, at_ms, ms))).rstrip()
    yield "      " + _axis(starts, ms)


def _row(starts: list[int], sign: Callable[[int], str]) -> str:
    return "".join(sign(at_ms) for at_ms in starts)


def _drive(cue: FeltCue, from_ms: int, length_ms: int) -> str:
    """The sign for the level that holds in the middle of a column."""
    middle_ms = from_ms + length_ms // 2
    level = 0
    for at_ms, changed in cue.drive:
        if at_ms > middle_ms:
            break
        level = changed
    return _BRAKE if level < 0 else _bar(level / 100)


def _amplitude(cue: FeltCue, from_ms: int, length_ms: int) -> float:
    """The strongest that is felt in a column; what moves too little to be felt is nothing."""
    return max(
        (
            amplitude
            for at_ms, amplitude in cue.envelope
            if from_ms <= at_ms < from_ms + length_ms and _is_felt(cue, at_ms)
        ),
        default=0.0,
    )


def _is_felt(cue: FeltCue, at_ms: int) -> bool:
    return any(pulse.onset_ms <= at_ms < pulse.end_ms for pulse in cue.pulses)


def _bar(part: float) -> str:
    if part <= 0:
        return _BARS[0]
    return _BARS[max(1, min(round(part * (len(_BARS) - 1)), len(_BARS) - 1))]


def _axis(starts: list[int], column_ms: int) -> str:
    """Ticks at round times from the moment it is to be felt, the last with its unit."""
    step_ms = next((s for s in _STEPS_MS if s >= _TICK_COLUMNS * column_ms), _STEPS_MS[-1])
    text = ""
    for column, at_ms in enumerate(starts):
        tick_ms = -(-at_ms // step_ms) * step_ms
        if at_ms <= tick_ms < at_ms + column_ms and tick_ms >= 0:
            text = f"{text:<{column}}{tick_ms}"
    return f"{text} ms"
