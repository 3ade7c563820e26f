# SPDX-License-Identifier: MIT
"""Checks of a line against those above it: what it belongs to is there, and nothing comes twice.

Who writes a file asks the same as who reads it: so what was written can be read.
"""

from loslaten.language.system_words import ReasonError
from loslaten.language.text import Text
from loslaten.practice_log.backup import lines as line
from loslaten_core.practice import protocol

_SECOND_BEGINNING = Text("een tweede begin", "a second beginning")
_PERSON_AGAIN = Text("persoon {} nog een keer", "person {} once more")
_WATCH_AGAIN = Text("horloge {} nog een keer", "watch {} once more")
_JOURNAL_AGAIN = Text("dagboek {} nog een keer", "journal {} once more")
_NOT_ABOVE = {
    "watch": Text("er staat geen horloge {} boven", "there is no watch {} above"),
    "person": Text("er staat geen persoon {} boven", "there is no person {} above"),
    "journal": Text("er staat geen dagboek {} boven", "there is no journal {} above"),
}
_NO_DELIVERY = Text(
    "het bestand waar deze nacht in kwam, staat er niet in",
    "the file of nights that it came in is not in this file",
)
_PAIR_TWICE = Text("een paar signalen staat er dubbel in", "it has one pair of cues twice")
_OTHER_PROTOCOL = Text("het protocol is {}, niet {}", "the protocol is {}, not {}")
_BAD_PROTOCOL = Text("het protocol is niet te lezen", "the protocol cannot be read: {}")
_OTHER_NAME = Text("het protocol heet {}, niet {}", "the protocol is called {}, not {}")


class LineCheck:
    """Hold the next line against the lines so far."""

    def __init__(self) -> None:
        self._has_begun = False
        self._persons: set[int] = set()
        self._watches: set[str] = set()
        self._journals: set[int] = set()
        self._deliveries: set[str] = set()

    def admit(self, one: line.Line) -> None:
        """Admit a line that can stand here. Raises ReasonError for any other."""
        self._require_what_it_belongs_to(one)
        if isinstance(one, line.Log):
            require(not self._has_begun, _SECOND_BEGINNING)
            self._has_begun = True
        elif isinstance(one, line.PersonLine):
            require(one.number not in self._persons, _PERSON_AGAIN.format(one.number))
            self._persons.add(one.number)
        elif isinstance(one, line.WatchLine):
            require(one.serial not in self._watches, _WATCH_AGAIN.format(one.serial))
            self._watches.add(one.serial)
        elif isinstance(one, line.JournalLine):
            require(one.number not in self._journals, _JOURNAL_AGAIN.format(one.number))
            self._journals.add(one.number)
        elif isinstance(one, line.DeliveryLine):
            self._deliveries.add(one.code)
        elif isinstance(one, line.DeliveredLine):
            require(one.delivery in self._deliveries, _NO_DELIVERY)
        elif isinstance(one, line.Quiz):
            pairs = {answer[:2] for answer in one.answers}
            require(len(pairs) == len(one.answers), _PAIR_TWICE)
        elif isinstance(one, line.ProtocolLine):
            _check_protocol(one)

    def _require_what_it_belongs_to(self, one: line.Line) -> None:
        for field, above in (
            ("watch", self._watches),
            ("person", self._persons),
            ("journal", self._journals),
        ):
            told = getattr(one, field, None)
            require(told is None or told in above, _NOT_ABOVE[field].format(told))


def require(holds: bool, reason: Text) -> None:
    """Raise ReasonError unless something holds."""
    if not holds:
        raise ReasonError(reason)


def _check_protocol(one: line.ProtocolLine) -> None:
    content_id = protocol.content_id(one.packed).hex()
    require(content_id == one.id, _OTHER_PROTOCOL.format(content_id, one.id))
    try:
        name = protocol.unpack(one.packed).name
    except protocol.ProtocolError as error:
        raise ReasonError(_BAD_PROTOCOL.format(error)) from error
    require(name == one.name, _OTHER_NAME.format(name, one.name))
