# SPDX-License-Identifier: MIT
"""Truth of a wrist: the practice and its button alone, given the same finger.

Nothing of the firmware, the flash, the link or the laptop is in here, so it tells what they owe.
"""

from collections.abc import Sequence

from loslaten_core.practice import event, protocol
from loslaten_core.practice.evening import Practice
from loslaten_core.practice.gesture import Button
from loslaten_core.practice.tally import Tally

# When the button goes down, and when it comes up again.
Stroke = tuple[int, int]
Told = tuple[object, ...]


def sessions(strokes: Sequence[Stroke], packed: bytes, until_ms: int) -> list[Tally]:
    """Return the sessions of these strokes, the last one perhaps under way at `until_ms`."""
    practice = Practice([(protocol.content_id(packed), protocol.unpack(packed))])
    practice.sessions_left = 9
    button = Button()
    turns = [turn for down, up in strokes for turn in ((down, True), (up, False))]
    begun: list[Tally] = []
    while True:
        moments = [button.deadline_ms, practice.deadline_ms, turns[0][0] if turns else None]
        due = [at_ms for at_ms in moments if at_ms is not None]
        if not due or min(due) > until_ms:
            return begun
        now_ms = min(due)
        gestures = []
        while turns and turns[0][0] <= now_ms:
            gestures += button.edge(*turns.pop(0))
        gestures += button.advance(now_ms)
        for at_ms, gesture in gestures:
            practice.handle(at_ms, gesture)
            if practice.tally is not None and practice.tally not in begun:
                begun.append(practice.tally)
        if practice.deadline_ms is not None and practice.deadline_ms <= now_ms:
            practice.handle(now_ms, event.TICK)


def told(tally: Tally) -> Told:
    """Return what a practice log must hold of a session, without its length."""
    groups = tuple(
        (group.muscle, group.done, group.asked, group.cuts, group.skipped, group.left_out)
        for group in tally.groups
    )
    return tally.ending, tally.pauses, groups


def is_within(kept: Told, tally: Tally) -> bool:
    """Whether a session that was cut off is part of what was really done."""
    _, pauses, groups = kept
    assert isinstance(groups, tuple)
    assert isinstance(pauses, int)
    done = [group[1] for group in groups]
    really = [group.done for group in tally.groups]
    return pauses <= tally.pauses and all(
        one <= other for one, other in zip(done, really, strict=True)
    )
