# SPDX-License-Identifier: MIT
"""Spoken guidance: what a voice says in a session and when, so that the wrist always comes first.

`Guide` is a machine as the practice is: `(at_ms, event) -> utterances`. It knows how long each
utterance takes and says only what ends in time: an instruction ends at least 300 ms before the cue
to tense, "let go" is spoken after its cue, and nothing is spoken over a cue to let go. An
instruction that is longer than the ready gap begins in the last seconds of the release before it;
what does not fit even so is said shorter, or not at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from loslaten.language.text import Text
from loslaten.protocols.file import ProtocolFile
from loslaten_core.practice import event
from loslaten_core.practice.limits import COUNT, LEFT_OUT
from loslaten_core.practice.protocol import Group

# An utterance ends so long before its cue is due.
BEFORE_CUE_MS = 300
# How far into the release before it an instruction may begin.
EARLY_MS = 8_000
# How long a cue to get ready, or to let go, may be felt: a voice waits until then.
FELT_MS = 1_200
# Nights in which a muscle group went well, from which on less is said.
NAME_FROM, NOTHING_FROM = 3, 6

WELCOME = Text("We beginnen. Ga rustig liggen.", "We begin. Lie down calmly.")
AGAIN = Text("Nog een keer.", "Once more.")
LET_GO = Text("Laat los.", "Let go.")
REST = Text(
    "Blijf nog rustig liggen. U hoeft niets meer te doen.",
    "Stay lying calmly. There is nothing more to do.",
)
PAUSED = Text("Pauze.", "Pause.")
OVER = Text("Dit was de oefening.", "That was the exercise.")

# How many milliseconds a voice takes for a text.
Voice = Callable[[str], int]


class Level(IntEnum):
    """Amount that is said of a muscle group."""

    NOTHING = 0
    NAME = 1
    FULL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Something to say from `at_ms` on; `cue` is what it belongs to, "tense" or "release"."""

    at_ms: int
    length_ms: int
    text: str
    cue: str

    @property
    def ends_ms(self) -> int:
        """Time at which the voice is silent again."""
        return self.at_ms + self.length_ms


def level_of(well: int) -> Level:
    """Return how much is said of a group that went well in so many nights."""
    if well >= NOTHING_FROM:
        return Level.NOTHING
    return Level.NAME if well >= NAME_FROM else Level.FULL


class Guide:
    """Speaks for one session of a protocol in `lang`; `levels` by the key of the muscle group.

    What `take` returns replaces everything that has not been said yet.
    """

    def __init__(
        self, file: ProtocolFile, lang: str, voice: Voice, levels: Mapping[str, Level]
    ) -> None:
        self._file = file
        self._lang = lang
        self._voice = voice
        self._levels = levels
        self._asked = False
        self._release_ms = 0
        self._told = -1

    def take(self, at_ms: int, what: int, index: int, repeat: int) -> list[Utterance]:
        """Take an event: the group from 0, -1 outside of groups, its repeat from 1."""
        if what == event.STARTED:
            begins_ms = at_ms + self._file.protocol.settle_in_ms
            said = self._say(at_ms + FELT_MS, WELCOME, "", begins_ms)
            return said + self._instruct(begins_ms, self._next(-1), _end_of(said, at_ms))
        if what == event.READY:
            return self._ready(at_ms, index)
        if what in (event.RELEASE, event.COUNT):
            self._asked, self._release_ms = False, at_ms
            return self._release(at_ms, index, repeat)
        if what == event.AGAIN:
            self._asked = True
            return self._once_more(at_ms, index)
        if what in (event.REST, event.PAUSED, event.OVER):
            told = {event.REST: REST, event.PAUSED: PAUSED, event.OVER: OVER}[what]
            return self._say(at_ms + FELT_MS, told, "", None)
        return []

    def _ready(self, at_ms: int, index: int) -> list[Utterance]:
        if self._told == index:
            return []
        self._told = index
        group = self._file.protocol.groups[index]
        until_ms = at_ms + group.ready_gap_ms - BEFORE_CUE_MS
        return self._shorter(at_ms + FELT_MS, index, until_ms)

    def _release(self, at_ms: int, index: int, repeat: int) -> list[Utterance]:
        group = self._file.protocol.groups[index]
        ends_ms = at_ms + group.release_ms
        said = self._let_go(at_ms, group, index, ends_ms)
        if repeat < group.repeats_min:
            return said + self._once_more(at_ms, index)
        return said + self._instruct(ends_ms, self._next(index), _end_of(said, at_ms))

    def _let_go(self, at_ms: int, group: Group, index: int, ends_ms: int) -> list[Utterance]:
        if group.mode == COUNT or self._level(index) == Level.NOTHING:
            return []
        return self._say(at_ms + FELT_MS, LET_GO, "release", ends_ms - BEFORE_CUE_MS)

    def _once_more(self, at_ms: int, index: int) -> list[Utterance]:
        """Say that the group comes once more, just before it does."""
        group = self._file.protocol.groups[index]
        if group.mode == COUNT or self._level(index) == Level.NOTHING:
            return []
        until_ms = self._release_ms + group.release_ms - BEFORE_CUE_MS
        length_ms = self._voice(AGAIN.say(self._lang))
        starts_ms = until_ms - length_ms
        if starts_ms < max(at_ms, self._release_ms + FELT_MS):
            return []
        return self._say(starts_ms, AGAIN, "tense", until_ms)

    def _instruct(self, ready_ms: int, index: int, after_ms: int) -> list[Utterance]:
        """Begin the instruction of the next group early, where it is longer than its ready gap."""
        if index < 0 or self._level(index) != Level.FULL:
            return []
        group = self._file.protocol.groups[index]
        until_ms = ready_ms + group.ready_gap_ms - BEFORE_CUE_MS
        text = self._instruction(index)
        length_ms = self._voice(text)
        if length_ms <= until_ms - ready_ms - FELT_MS:
            return []
        starts_ms = min(until_ms - length_ms, ready_ms - BEFORE_CUE_MS)
        if starts_ms < max(ready_ms - EARLY_MS, after_ms):
            return []
        self._told = index
        return [Utterance(at_ms=starts_ms, length_ms=length_ms, text=text, cue="tense")]

    def _shorter(self, at_ms: int, index: int, until_ms: int) -> list[Utterance]:
        """Say as much of a group as fits."""
        level = self._level(index)
        texts = [self._instruction(index)] if level == Level.FULL else []
        texts += [self._name(index)] if level >= Level.NAME else []
        for text in texts:
            length_ms = self._voice(text)
            if at_ms + length_ms <= until_ms:
                return [Utterance(at_ms=at_ms, length_ms=length_ms, text=text, cue="tense")]
        return []

    def _say(self, at_ms: int, text: Text, cue: str, until_ms: int | None) -> list[Utterance]:
        said = text.say(self._lang)
        length_ms = self._voice(said)
        if until_ms is not None and at_ms + length_ms > until_ms:
            return []
        return [Utterance(at_ms=at_ms, length_ms=length_ms, text=said, cue=cue)]

    def _next(self, index: int) -> int:
        """Return the next group that is practised, -1 after the last."""
        groups = self._file.protocol.groups
        following = range(index + 1, len(groups))
        return next((one for one in following if groups[one].mode != LEFT_OUT), -1)

    def _level(self, index: int) -> Level:
        return self._levels.get(self._file.groups[index].muscle, Level.FULL)

    def _name(self, index: int) -> str:
        name = self._file.groups[index].name.say(self._lang)
        return f"{name[:1].upper()}{name[1:]}."

    def _instruction(self, index: int) -> str:
        return self._file.groups[index].instruction.say(self._lang)


def _end_of(said: list[Utterance], at_ms: int) -> int:
    """Return when the voice is silent after this."""
    return said[-1].ends_ms if said else at_ms
