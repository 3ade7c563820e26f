# SPDX-License-Identifier: MIT
"""A night: a session joined with when it was, what its protocol says, and the wearer's notes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from loslaten.language.concepts import ending_name
from loslaten.language.muscle_texts import muscle_name
from loslaten.language.text import LANGUAGES, Text
from loslaten.practice_log import rows
from loslaten.practice_log.choice import EVERYTHING, Choice
from loslaten.practice_log.days import span_of
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.walltime import Moment
from loslaten_core.practice import muscles
from loslaten_core.practice import protocol as practised

_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NightGroup:
    """One muscle group: its names, what became of it, and the cut repeats counted from 1."""

    muscle: int
    key: str
    name: Text
    done: int
    asked: int
    cuts: tuple[int, ...]
    skipped: bool
    interrupted: bool
    left_out: bool
    tense_ms: int
    release_ms: int


@dataclass(frozen=True, kw_only=True)
class Night:
    """One session, told whole.

    `stored` is the protocol as it was put on the watch, None where this laptop never knew it.
    `groups` are empty where the watch was full and kept a summary only.
    """

    session: rows.SessionRow
    watch: rows.WatchRow
    stored: rows.ProtocolRow | None
    groups: tuple[NightGroup, ...]
    notes: tuple[rows.Note, ...]

    @property
    def pressed(self) -> rows.Note | None:
        """Presses on the watch as a note without a time, None where they told nothing."""
        said = self.session
        if (said.tension_before, said.tension_after, said.calmer) == (None, None, False):
            return None
        return rows.Note(
            written_utc_ms=0,
            tension_before=said.tension_before,
            tension_after=said.tension_after,
            text="",
            calmer=said.calmer or None,
        )

    @property
    def id(self) -> int:
        """The number of the session in the log."""
        return self.session.id

    @property
    def began(self) -> Moment:
        """Moment of its beginning, as certain as can be known today."""
        return self.session.began

    @property
    def ending(self) -> str:
        """Name of an `Ending`, or "ending N" of a newer watch."""
        return ending_name(self.session.ending)

    @property
    def protocol_name(self) -> str | None:
        """The name of its protocol, None where that is not known."""
        return None if self.stored is None else self.stored.name

    @cached_property
    def protocol(self) -> practised.Protocol | None:
        """The protocol itself, None where it is not known."""
        return None if self.stored is None else _unpacked(self.stored.packed)

    def protocol_title(self, lang: str) -> str | None:
        """Return the title of its protocol, None where that is not known."""
        return None if self.stored is None else title_of(self.stored, lang)

    @property
    def asked(self) -> int:
        """Number of repeats the wearer asked for."""
        return sum(group.asked for group in self.groups)

    @property
    def cut(self) -> int:
        """Number of repeats that were cut short."""
        return sum(len(group.cuts) for group in self.groups)

    @property
    def skipped(self) -> int:
        """Number of groups that were skipped."""
        return sum(group.skipped for group in self.groups)

    @property
    def interrupted(self) -> int:
        """Number of groups whose repeat was broken off and did not come again."""
        return sum(group.interrupted for group in self.groups)

    @property
    def left_out(self) -> int:
        """Number of groups that the protocol leaves out."""
        return sum(group.left_out for group in self.groups)


@lru_cache(maxsize=64)
def _unpacked(packed: bytes) -> practised.Protocol:
    """Return a stored protocol; hundreds of nights share one, and none of them changes it."""
    return practised.unpack(packed)


def nights(log: PracticeLog, sessions: Iterable[rows.SessionRow] | None = None) -> list[Night]:
    """Return nights in the order of their sessions: those given, or all there are.

    Raises StoreError.
    """
    return list(joined(log, log.each_session() if sessions is None else sessions))


def each_night(
    log: PracticeLog,
    choice: Choice = EVERYTHING,
    *,
    newest_first: bool = False,
    with_groups: bool = True,
) -> Iterator[Night]:
    """Yield the nights of a choice, a few in memory at a time; those that may be in its days.

    Without `with_groups` their muscle groups are not read. Raises StoreError.
    """
    found = joined(log, log.each_session(choice, newest_first), with_groups)
    return (one for one in found if choice.days.touches(span_of(one.began)))


def night(
    log: PracticeLog, session_id: int | None = None, choice: Choice = EVERYTHING
) -> Night | None:
    """Return the night of a session, or of the newest one; None where there is none."""
    found = log.newest_session(choice) if session_id is None else log.session(session_id)
    return None if found is None else nights(log, [found])[0]


def joined(
    log: PracticeLog, sessions: Iterable[rows.SessionRow], with_groups: bool = True
) -> Iterator[Night]:
    """Yield sessions with their watches, protocols, muscle groups and notes.

    What sessions share is read once; the rest for a page of sessions at a time.
    """
    watches: dict[int, rows.WatchRow] = {}
    protocols: dict[bytes, rows.ProtocolRow | None] = {}
    coming = iter(sessions)
    while page := list(islice(coming, _PAGE)):
        ids = [one.id for one in page]
        groups = log.groups_of(ids) if with_groups else {}
        notes = log.notes_of(ids)
        for session in page:
            if session.journal_id not in watches:
                watches[session.journal_id] = log.watch_of(session.journal_id)
            if session.protocol_id not in protocols:
                protocols[session.protocol_id] = log.protocol(session.protocol_id)
            stored = protocols[session.protocol_id]
            yield Night(
                session=session,
                watch=watches[session.journal_id],
                stored=stored,
                groups=tuple(_groups(groups.get(session.id, []), stored)),
                notes=tuple(notes.get(session.id, ())),
            )


def title_of(stored: rows.ProtocolRow, lang: str) -> str | None:
    """Return the title of a protocol in a language, None where it has none."""
    return _said(stored.texts.get("title"), lang)


def names_of(stored: rows.ProtocolRow, lang: str) -> dict[int, str]:
    """Return what a protocol calls its muscle groups, by number; those it has a name for."""
    groups, texts = practised.unpack(stored.packed).groups, stored.texts.get("groups")
    if not isinstance(texts, list) or len(texts) != len(groups):
        return {}
    named = {}
    for group, text in zip(groups, texts, strict=True):
        said = _said(text.get("name"), lang) if isinstance(text, dict) else None
        if said:
            named[group.muscle] = said
    return named


def _groups(found: list[rows.GroupRow], stored: rows.ProtocolRow | None) -> Iterable[NightGroup]:
    texts = stored.texts.get("groups") if stored is not None else None
    for index, group in enumerate(found):
        key, named = _muscle(group.muscle)
        said = texts[index] if isinstance(texts, list) and len(texts) == len(found) else {}
        name = said.get("name") if isinstance(said, dict) else None
        if name is not None:
            named = Text(*(_said(name, lang) or named.say(lang) for lang in LANGUAGES))
        yield NightGroup(
            muscle=group.muscle,
            key=key,
            name=named,
            done=group.done,
            asked=group.asked,
            cuts=tuple(bit + 1 for bit in range(group.cuts.bit_length()) if group.cuts >> bit & 1),
            skipped=group.skipped,
            interrupted=group.interrupted,
            left_out=group.left_out,
            tense_ms=group.tense_ms,
            release_ms=group.release_ms,
        )


@lru_cache(maxsize=256)
def _muscle(number: int) -> tuple[str, Text]:
    """Return the key and the name of a muscle group, asked for once a group of every night."""
    muscle = muscles.by_number(number)
    key = str(number) if muscle is None else muscle.key
    return key, Text(*(muscle_name(number, lang) for lang in LANGUAGES))


def _said(text: Any, lang: str) -> str | None:
    """Return a text of the log in a language; None where it is not there or not a text."""
    said = text.get(lang) if isinstance(text, dict) else None
    return said if isinstance(said, str) else None
