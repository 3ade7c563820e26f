# SPDX-License-Identifier: MIT
"""The phases of a session as its sums allow, where its moments are not known.

Order and sums are the log's. What is spread evenly over the repeats of a group is computed; so
are the announcements, as the protocol has them. Pauses are left out: nobody knows where they were.
"""

from collections.abc import Iterator

from loslaten.language.concepts import PhaseKind
from loslaten.pictures.night.model import Phase
from loslaten.practice_log.sessions import Night, NightGroup
from loslaten_core.practice import limits
from loslaten_core.practice import protocol as practised

# Where the protocol is not known: what the shipped ones have.
_READY_GAP_MS = 4_000


def phases(night: Night) -> tuple[Phase, ...]:
    """Return the phases of a night, one after the other from its start."""
    placed: list[Phase] = []
    at_ms = 0
    for kind, length_ms, group, repeat in _stretches(night):
        if length_ms > 0:
            placed.append(
                Phase(at_ms=at_ms, length_ms=length_ms, kind=kind, group=group, repeat=repeat)
            )
            at_ms += length_ms
    return tuple(placed)


def _stretches(night: Night) -> Iterator[tuple[PhaseKind, int, int, int]]:
    """Kind, length, group and repeat of each phase in its order."""
    yield PhaseKind.SETTLE, night.session.settle_in_ms or 0, -1, 0
    groups = night.protocol.groups if night.protocol is not None else ()
    for index, group in enumerate(night.groups):
        known = groups[index] if len(groups) == len(night.groups) else None
        if not group.tense_ms and not group.release_ms:
            continue
        yield PhaseKind.READY, known.ready_gap_ms if known else _READY_GAP_MS, index, 1
        counts = known is not None and known.mode == limits.COUNT
        kind = PhaseKind.COUNT if counts else PhaseKind.RELEASE
        tenses_ms = _tenses(group, known)
        for repeat, tense_ms in enumerate(tenses_ms, 1):
            yield PhaseKind.TENSE, tense_ms, index, repeat
            if repeat <= group.done:
                yield kind, group.release_ms // group.done, index, repeat
    yield PhaseKind.REST, night.session.final_rest_ms, -1, 0


def _tenses(group: NightGroup, known: practised.Group | None) -> list[int]:
    """Return how long each repeat was tensed: the cut ones share what the whole ones leave."""
    count = max(group.done, 1)
    whole = [repeat for repeat in range(1, count + 1) if repeat not in group.cuts]
    cut = count - len(whole)
    nominal_ms = known.tense_ms if known is not None and known.tenses else group.tense_ms // count
    left_ms = group.tense_ms - nominal_ms * len(whole)
    if not cut or not whole or left_ms < 0:
        return [group.tense_ms // count] * count
    return [nominal_ms if repeat in whole else left_ms // cut for repeat in range(1, count + 1)]
