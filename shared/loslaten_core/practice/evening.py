# SPDX-License-Identifier: MIT
"""The watch between sessions and in them: one machine for the whole life of the button.

Idle, a press asks "are you there, and how is the battery", two presses tell which protocol is
chosen and two more choose the next, a hold starts, a very long hold opens the radio window. In a
session every gesture goes to the session.

Where the tension is asked for (see `rating`), a gesture that begins in the count belongs to it.
After a session that was ended by hand, or whose end was felt, nothing is counted until two presses
say that somebody is awake: who has fallen asleep feels nothing, and says nothing.
"""

from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event, rating
from loslaten_core.practice.limits import NOT_RATED, RATED_BEFORE_AND_AFTER
from loslaten_core.practice.protocol import Protocol
from loslaten_core.practice.session import Run
from loslaten_core.practice.tally import Tally

# The tension is asked for once a night: a sleeper's arm that starts a session later is not asked.
RATED_EVERY_MS = 8 * 3_600_000
# Two presses within this long of the last two go on to the next protocol.
CHOOSING_MS = 10_000
# Two presses within this long of the end of a session ask for the count after it.
OFFER_MS = 20_000


class Practice:
    """Idle and session as one machine: `(now_ms, event) -> actions`, see `event`.

    `protocols` holds `(content id, protocol)` in the order the wearer counts them; the firmware
    replaces it, and keeps `sessions_left` (how many the battery still allows, None where it is
    not known yet), `sync_due`, and `worn`, the wrist that the wearer has chosen (see `Course`), up
    to date.
    """

    def __init__(self, protocols: list[tuple[bytes, Protocol]], chosen: int = 0) -> None:
        self.protocols = protocols
        self.chosen = chosen
        self.session: Run | None = None
        # What the session under way, or the last one, has done.
        self.tally: Tally | None = None
        self.sessions_left: int | None = None
        self.sync_due = False
        self.worn = 0
        # When the tension is asked for: 0 as the protocol says, else one more than its `ratings`.
        self.ratings = 0
        self._rating: rating.Rating | None = None
        # Whether this session asks for the tension after it, and since when it does.
        self._asks_after = False
        self._offered_ms: int | None = None
        # Whether the button last went down while the tension was asked for.
        self._pressed_to_rate = False
        self._ended_ms: int | None = None
        self._told_ms: int | None = None
        # Whether the button went down while idle: a hold begun in a session that is over by the
        # time it comes up starts nothing.
        self._pressed = False

    @property
    def running(self) -> bool:
        """Whether a session is under way."""
        return self.session is not None

    @property
    def awaits_rating(self) -> bool:
        """Whether the tension after the last session may still be told: its tally may change."""
        return self.session is None and not (self._offered_ms is None and self._rating is None)

    @property
    def deadline_ms(self) -> int | None:
        """Time at which `handle(now_ms, TICK)` is next wanted, or None."""
        due_ms = None if self._rating is None else self._rating.deadline_ms
        if self.session is not None:
            return ticks.earlier(self.session.deadline_ms, due_ms)
        if self._offered_ms is not None:
            due_ms = ticks.earlier(due_ms, ticks.add(self._offered_ms, OFFER_MS))
        if self._told_ms is not None:
            due_ms = ticks.earlier(due_ms, ticks.add(self._told_ms, CHOOSING_MS))
        return due_ms

    def handle(self, now_ms: int, what: int) -> "list[event.Action]":
        """Take a gesture, or TICK for the passing of the deadline; return the actions due."""
        counted: list[event.Action] = []
        if self._rating is not None:
            counted = self._rating.advance(now_ms)
        self._forget_rating()
        if what in (event.PRESS, event.DOUBLE):
            self._pressed_to_rate = self._rating is not None
        if self._pressed_to_rate and what != event.TICK:
            self._pressed = False
            counted += self._rate(now_ms, what)
            what = event.TICK
        if self.session is not None:
            self._pressed = False
            return self._ended(counted + self.session.handle(now_ms, what))
        return counted + self._idle(now_ms, what)

    def end(self, now_ms: int, ending: int) -> "list[event.Action]":
        """End the session under way from outside, if there is one, and what follows another."""
        if self.session is None:
            self._rating = self._offered_ms = None
            return []
        return self._ended(self.session.end(now_ms, ending))

    def _idle(self, now_ms: int, what: int) -> "list[event.Action]":
        if self._told_ms is not None and ticks.diff(now_ms, self._told_ms) >= CHOOSING_MS:
            self._told_ms = None
        if self._offered_ms is not None and ticks.diff(now_ms, self._offered_ms) >= OFFER_MS:
            self._offered_ms = None
        if what == event.PRESS:
            self._pressed = True
            return self._here(now_ms)
        return self._amend(now_ms, what) if self._pressed else []

    def _rate(self, now_ms: int, what: int) -> "list[event.Action]":
        """Take a gesture that began in the count; a hold leaves no rating."""
        if what in (event.HOLD_REACHED, event.LONG_REACHED):
            return [_answer(now_ms, cues.TICK)]
        if what in (event.HOLD, event.LONG):
            self._rating = None
            self._note_rating(None, False)
            if self.session is None:
                return [_answer(now_ms, cues.REFUSED)]
            return self.session.end(now_ms, event.STOPPED)
        if self._rating is None or what == event.STUCK:
            return []
        felt = self._rating.press(now_ms, what)
        self._note_rating(self._rating.value, self._rating.calmer)
        self._forget_rating()
        return felt

    def _note_rating(self, tension: "int | None", calmer: bool) -> None:
        if self.tally is None:
            return
        if self.session is not None:
            self.tally.tension_before = tension
        else:
            self.tally.tension_after, self.tally.calmer = tension, calmer

    def _forget_rating(self) -> None:
        if self._rating is not None and self._rating.deadline_ms is None:
            self._rating = None

    def _ratings_asked(self, protocol: Protocol, now_ms: int) -> int:
        """Return when the session that starts now asks for the tension, NOT_RATED and so on."""
        since_ms = None if self._ended_ms is None else ticks.diff(now_ms, self._ended_ms)
        if since_ms is not None and 0 <= since_ms < RATED_EVERY_MS:
            return NOT_RATED
        return self.ratings - 1 if self.ratings else protocol.ratings

    def _amend(self, now_ms: int, what: int) -> "list[event.Action]":
        """Take what makes more of the press before it."""
        if what == event.DOUBLE and self._offered_ms is not None:
            self._offered_ms = None
            self._rating = rating.Rating(now_ms, is_after=True)
            # What the first of the two presses is told would be felt into the count.
            return [event.Cancel(now_ms), _answer(now_ms, cues.ACK)]
        if what == event.DOUBLE:
            return self._tell(now_ms)
        if what == event.HOLD:
            return self._start(now_ms)
        if what == event.LONG:
            return [_answer(now_ms, cues.RADIO), event.RadioAsked(now_ms)]
        if what in (event.HOLD_REACHED, event.LONG_REACHED):
            return [_answer(now_ms, cues.TICK)]
        return []

    def _ended(self, actions: "list[event.Action]") -> "list[event.Action]":
        session = self.session
        if session is not None and actions and isinstance(actions[-1], event.Ended):
            self.session = self._rating = None
            self._pressed_to_rate = False
            self._ended_ms, ending = actions[-1]
            is_felt = ending == event.COMPLETED and session.protocol.end_cue
            if self._asks_after and (is_felt or ending == event.STOPPED):
                self._offered_ms = self._ended_ms
        return actions

    def _here(self, now_ms: int) -> "list[event.Action]":
        actions: list[event.Action] = [_answer(now_ms, cues.HERE)]
        if self.sessions_left is not None:
            actions.append(_answer(now_ms, cues.BATTERY, min(self.sessions_left, 3)))
        if self.sync_due:
            actions.append(_answer(now_ms, cues.SYNC))
        return actions

    def _tell(self, now_ms: int) -> "list[event.Action]":
        if not self.protocols:
            return [_answer(now_ms, cues.REFUSED)]
        actions: list[event.Action] = []
        if self._told_ms is not None:
            self.chosen = (self.chosen + 1) % len(self.protocols)
            actions.append(event.Chosen(now_ms, self.chosen))
        self._told_ms = now_ms
        actions.append(_answer(now_ms, cues.POSITION, self.chosen + 1))
        return actions

    def _start(self, now_ms: int) -> "list[event.Action]":
        """Start the chosen protocol; refuse, with the reason felt, what could not be finished."""
        if not self.protocols:
            return [_answer(now_ms, cues.REFUSED)]
        if self.sessions_left == 0:
            return [_answer(now_ms, cues.REFUSED), _answer(now_ms, cues.BATTERY)]
        self._told_ms = self._offered_ms = None
        content_id, protocol = self.protocols[self.chosen]
        self.session = Run(protocol, content_id, now_ms, self.worn)
        self.tally = self.session.tally
        asked = self._ratings_asked(protocol, now_ms)
        self._asks_after = asked == RATED_BEFORE_AND_AFTER
        if asked != NOT_RATED and protocol.settle_in_ms >= rating.LONGEST_MS:
            self._rating = rating.Rating(now_ms)
        return self.session.begin()


def _answer(now_ms: int, cue: int, count: int = 0) -> event.Cue:
    return event.Cue(now_ms, cue, count, 100, 0)
