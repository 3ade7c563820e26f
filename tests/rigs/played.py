# SPDX-License-Identifier: MIT
"""Sessions played on the laptop, motor and all, as pictures to be drawn."""

from datetime import datetime

from loslaten.pictures.night import events
from loslaten.pictures.night.model import NightPicture
from loslaten.protocols import rehearsal
from loslaten.protocols.file import find
from loslaten_core import ticks
from loslaten_core.haptics.motor import BRAKED_ERM
from loslaten_core.haptics.player import Player
from loslaten_core.haptics.theme import STANDARD
from loslaten_core.practice import event
from loslaten_core.practice.gesture import Button
from loslaten_core.practice.session import Run

STARTED = datetime(2026, 11, 20, 22, 34, 5)
_BEGAN_MS = 10_000


class Played:
    """A session of a shipped protocol with presses of (ms after its start, gesture)."""

    def __init__(self, name: str, presses: list[tuple[int, str]]) -> None:
        self.file = find(name)
        self.presses = presses
        self.actions: list[event.Action] = []
        self.drive: list[tuple[int, int]] = []
        self.session = Run(self.file.protocol, bytes(6), _BEGAN_MS)
        self._player = Player(STANDARD, BRAKED_ERM)
        self._button = Button()
        self._edges = [
            (_BEGAN_MS + at_ms, down)
            for press in presses
            for at_ms, down in rehearsal.RehearsedPress(*press).edges()
        ]
        self._carry_out(self.session.begin())
        while self._step():
            pass

    def _step(self) -> bool:
        due = [self.session.deadline_ms, self._button.deadline_ms, self._player.deadline_ms]
        due += [self._edges[0][0]] if self._edges else []
        waiting = [at_ms for at_ms in due if at_ms is not None]
        if not waiting:
            return False
        now_ms = min(waiting)
        if self._edges and self._edges[0][0] == now_ms:
            gestures = self._button.edge(*self._edges.pop(0))
        else:
            gestures = self._button.advance(now_ms)
        for at_ms, gesture in gestures:
            self._carry_out(self.session.handle(at_ms, gesture))
        self._carry_out(self.session.handle(now_ms, event.TICK))
        level = self._player.advance(now_ms)
        if not self.drive or self.drive[-1][1] != level:
            self.drive.append((ticks.diff(now_ms, _BEGAN_MS), level))
        return True

    def _carry_out(self, actions: "list[event.Action]") -> None:
        self.actions += actions
        for action in actions:
            if isinstance(action, event.Cue):
                self._player.plan(*action)
            elif isinstance(action, event.Cancel):
                self._player.cancel(action.at_ms)

    @property
    def events(self) -> list[events.NightEvent]:
        """Events, counted from the session's start."""
        told = [
            events.NightEvent(
                at_ms=one.at_ms, what=one.event, group=one.group, repeat=one.repeat, cue=one.cue
            )
            for one in self.actions
            if isinstance(one, event.Happened)
        ]
        return events.from_start(told)

    def picture(self, lang: str = "en", sees_drive: bool = True) -> NightPicture:
        """The picture of it; without the drive as after a rehearsal."""
        felt = [(at_ms + 40, max(level, 0)) for at_ms, level in self.drive]
        happened = self.events
        return NightPicture(
            title=self.file.title.say(lang),
            subtitle="a session that was played",
            facts=("for a test",),
            started=STARTED if sees_drive else None,
            duration_ms=self.session.tally.duration_ms,
            groups=events.groups_of(
                self.session.tally.groups, [group.name.say(lang) for group in self.file.groups]
            ),
            phases=events.phases_of(happened),
            presses=events.presses_of(happened, self.presses),
            cues=events.cues_of(happened, self.file.protocol),
            drive=tuple(self.drive) if sees_drive else (),
            felt=tuple(felt) if sees_drive else (),
            lang=lang,
        )


# What a finger does: (group, kind of phase, repeat, ms after its beginning, gesture).
_EVERYTHING = (
    (1, "release", 2, 9_000, "press"),  # again
    (1, "release", 2, 12_000, "press"),  # already asked for
    (3, "tense", 1, 2_000, "double"),  # skip
    (4, "tense", 2, 1_500, "press"),  # let go
    (5, "release", 1, 5_000, "hold"),  # pause
    (5, "paused", 2, 9_000, "press"),  # where am I?
    (5, "paused", 2, 90_000, "hold"),  # go on
    (6, "release", 2, 4_000, "double"),  # next
    (-1, "rest", 0, 60_000, "press"),  # asleep
)


def eventful() -> list[tuple[int, str]]:
    """Presses for nearly everything that the button can mean, in a session of the handout."""
    presses = [(5_000, "press")]
    for group, kind, repeat, after_ms, gesture in _EVERYTHING:
        phases = Played("handout", presses).picture().phases
        wanted = (group, kind, repeat)
        found = next(one for one in phases if (one.group, one.kind, one.repeat) == wanted)
        presses.append((found.at_ms + after_ms, gesture))
    return presses
