# SPDX-License-Identifier: MIT
"""One night on a simulated wrist: evening, practice, morning. What `loslaten demo` shows."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from loslaten.cues.motor_model import felt_pulses
from loslaten.language.text import Text
from loslaten.pictures.night.logged import Seen
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import ProtocolFile
from loslaten.sim import clock
from loslaten.sim.bedroom import Stage, laptop_clock, set_up
from loslaten.sim.body.recogniser import Heard
from loslaten.sim.body.wearer import HOLD_S, Wishes
from loslaten.watches.sync import Outcome, sync
from loslaten_core.practice.limits import LEFT_OUT

# What this wearer wants in this night, by muscle group.
AGAIN = ("right-thigh", "abdomen", "jaw")
CUT_S = {"left-lower-leg": 2.5}
SKIP = ("neck",)
# From the last cue to sleep, and the rest of the night that the demo leaves out.
ASLEEP_S = 60.0

Tell = Callable[[Text], None]

_EVENING = Text(
    "avond: de drager zet de radio van het horloge aan door de knop heel lang in te drukken",
    "evening: the wearer opens the watch's radio with a very long hold",
)
_FOUND = Text(
    "de laptop vindt horloge {} en bewijst zijn sleutel",
    "the laptop finds watch {} and proves its key",
)
_PUSHED = Text(
    'protocol "{}" ({}) staat op het horloge en is gekozen',
    'protocol "{}" ({}) is on the watch and chosen',
)
_CLOSED = Text(
    "de radio heeft zichzelf uitgezet, en blijft uit tot de morgen",
    "the radio has closed itself; it stays off until morning",
)
_LIGHTS_OUT = Text(
    "licht uit: de drager houdt de knop ingedrukt om te beginnen",
    "lights out: the wearer holds the button to start",
)
_ASLEEP = Text(
    "de laatste spiergroep is klaar; de drager valt in slaap in de eindrust",
    "the last group is done; the wearer falls asleep in the final rest",
)
_MORNING = Text(
    "morgen: nog eens heel lang indrukken, en de laptop haalt het logboek op",
    "morning: another very long hold, and the laptop pulls the log",
)
_STORED = Text(
    "{} gegevens zijn bewaard, en het horloge weet dat",
    "{} records are stored, and confirmed to the watch",
)


@dataclass(frozen=True)
class Played:
    """A night that was played: what the sync brought, and what could be seen of the session."""

    outcome: Outcome
    seen: Seen


def play(
    file: ProtocolFile,
    log_path: Path,
    tell: Tell,
    *,
    board: str = "pico_w",
    seed: int = 1,
    speed: float | None = None,
    on_cue: Callable[[Heard], None] | None = None,
) -> Played:
    """Play the night and put its log into the file at `log_path`.

    `tell` is given a line for each step. `speed` None jumps from event to event; a number plays
    that many times faster than life. Raises LoslatenError.
    """

    async def night() -> Played:
        stage = await set_up(board, seed, on_cue)
        with PracticeLog(log_path) as log:
            await _evening(stage, file, log, tell)
            await _practise(stage, file, tell)
            return await _morning(stage, log, tell)

    return clock.run(night(), speed=speed)


async def _evening(stage: Stage, file: ProtocolFile, log: PracticeLog, tell: Tell) -> None:
    tell(_EVENING)
    await stage.wearer.hold_long("radio")
    async with await stage.connect() as client:
        tell(_FOUND.format(client.watch_id.hex()))
        content_id = await client.put_protocol(file.packed)
        await client.choose_protocol(content_id)
        await client.set_clock(*laptop_clock(), error_ms=1_000)
        log.keep_protocol(file.packed, file.texts, laptop_clock()[0])
        tell(_PUSHED.format(file.name, content_id.hex()))
    await stage.until_radio_is_off()
    tell(_CLOSED)


async def _practise(stage: Stage, file: ProtocolFile, tell: Tell) -> None:
    numbers = {key: place for place, key in enumerate(_keys(file), start=1)}
    wishes = Wishes(
        again=frozenset(numbers[key] for key in AGAIN if key in numbers),
        cut_s={numbers[key]: cut_s for key, cut_s in CUT_S.items() if key in numbers},
        skip=frozenset(numbers[key] for key in SKIP if key in numbers),
    )
    tell(_LIGHTS_OUT)
    await stage.wearer.practise(len(numbers), wishes)
    tell(_ASLEEP)
    await asyncio.sleep(file.protocol.final_rest_ms / 1000 + ASLEEP_S)


async def _morning(stage: Stage, log: PracticeLog, tell: Tell) -> Played:
    tell(_MORNING)
    await stage.wearer.hold_long("radio")
    async with await stage.connect() as client:
        outcome = await sync(client, log, laptop_clock)
    tell(_STORED.format(outcome.new))
    return Played(outcome, _seen(stage))


def _seen(stage: Stage) -> Seen:
    """Return the moments that the finger let go, from the session's start on."""
    presses = stage.wearer.presses
    start = next(press for press in presses if press.meaning == "start")
    drive = tuple(stage.watch.motor)
    felt = tuple(
        step
        for pulse in felt_pulses(drive, stage.model)
        for step in ((pulse.onset_ms, 100), (pulse.end_ms, 0))
    )
    fingers = tuple((press.at_ms, press.kind) for press in presses)
    return Seen(fingers, drive, felt).since(start.at_ms + int(HOLD_S * 1000))


def _keys(file: ProtocolFile) -> list[str]:
    """The muscle groups that are practised, by key, in order."""
    return [
        text.muscle
        for text, group in zip(file.groups, file.protocol.groups, strict=True)
        if group.mode != LEFT_OUT
    ]
