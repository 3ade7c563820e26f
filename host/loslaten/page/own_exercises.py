# SPDX-License-Identifier: MIT
"""The reader's own exercises: copies of protocols that were changed, each with a way back."""

import re
import unicodedata
from pathlib import Path
from typing import Any

import msgspec

from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.page.kept import Kept
from loslaten.page.words import every
from loslaten.protocols import edited
from loslaten.protocols.file import SHIPPED_NAMES, ProtocolFile, build, find
from loslaten_core.practice import limits

_FILE = "exercises"
# Steps that can be undone, and exercises of one's own; far more than anybody makes.
_UNDO_MAX = 50
_OWN_MAX = 40
TITLE_CHARS = 60
_NOT_IN_NAMES = re.compile("[^a-z0-9]+")


class ExerciseError(LoslatenError):
    """An exercise that cannot be made so; `field` names what is wrong with it."""

    def __init__(self, message: Text, field: str) -> None:
        super().__init__(message)
        self.field = field


class _Own(msgspec.Struct):
    fields: dict[str, Any]
    origin: str
    undo: list[dict[str, Any]] = []


class _Exercises(msgspec.Struct):
    shown: str = "handout"
    own: dict[str, _Own] = {}


class OwnExercises:
    """Exercises by name, those that are shipped and one's own; one of them is shown.

    What is changed in a shipped one makes a copy of it. Every method that changes something keeps
    it at once.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._state = kept.load(_FILE, _Exercises)
        if self._state.shown not in (*SHIPPED_NAMES, *self._state.own):
            self._state.shown = SHIPPED_NAMES[0]

    @property
    def shown(self) -> str:
        """The name of the one that is shown."""
        return self._state.shown

    @property
    def own(self) -> list[str]:
        """The names of one's own."""
        return list(self._state.own)

    def file(self, name: str | None = None) -> ProtocolFile:
        """Return an exercise, by default the one that is shown."""
        name = name or self._state.shown
        if name in self._state.own:
            return build(Path(name), self._state.own[name].fields)
        return find(name)

    @property
    def origin(self) -> ProtocolFile:
        """The shipped exercise that the one shown was made from, itself if it is one."""
        own = self._state.own.get(self._state.shown)
        return find(self._state.shown if own is None else own.origin)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        own = self._state.own.get(self._state.shown)
        return own is not None and bool(own.undo)

    def fields(self) -> edited.Fields:
        """Return the fields of the one that is shown."""
        return edited.fields_of(self.file())

    def show(self, name: str) -> None:
        """Show another one; an unknown name shows nothing else."""
        if name in self._state.own or name in SHIPPED_NAMES:
            self._state.shown = name
            self._save()

    def change(self, fields: edited.Fields) -> None:
        """Take over changed fields of the one that is shown.

        Raises ProtocolFileError, and then changes nothing.
        """
        name = self._state.shown
        if name not in self._state.own:
            self.copy(every()["exercise.own_title"])
            name = self._state.shown
            fields = edited.renamed(fields, name, Text(**self._state.own[name].fields["title"]))
        build(Path(name), fields)
        own = self._state.own[name]
        if fields == own.fields:
            return
        own.undo = [*own.undo[-_UNDO_MAX:], own.fields]
        own.fields = fields
        self._save()

    def undo(self) -> None:
        """Take back the last step."""
        own = self._state.own.get(self._state.shown)
        if own is not None and own.undo:
            own.fields = own.undo.pop()
            self._save()

    def copy(self, title: Text) -> None:
        """Copy the one that is shown under a title of its own, and show the copy.

        Raises ExerciseError.
        """
        if not title.nl.strip() or len(title.nl) > TITLE_CHARS or not title.nl.isprintable():
            raise ExerciseError(every()["exercise.title_wrong"].format(max=TITLE_CHARS), "title")
        if len(self._state.own) >= _OWN_MAX:
            raise ExerciseError(every()["exercise.too_many"].format(max=_OWN_MAX), "title")
        name = self._free_name(title.nl)
        fields = edited.renamed(self.fields(), name, title)
        build(Path(name), fields)
        self._state.own[name] = _Own(fields, self.origin.name)
        self._state.shown = name
        self._save()

    def delete(self) -> None:
        """Delete the one that is shown, if it is one's own."""
        if self._state.own.pop(self._state.shown, None) is not None:
            self._state.shown = SHIPPED_NAMES[0]
            self._save()

    def _free_name(self, title: str) -> str:
        """Return a name for a title that no other exercise has."""
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        longest = limits.NAME_BYTES[1] - 3
        base = _NOT_IN_NAMES.sub("-", plain).strip("-")[:longest].strip("-") or "oefening"
        taken = {*SHIPPED_NAMES, *self._state.own}
        names = (base, *(f"{base}-{number}" for number in range(2, _OWN_MAX + len(taken))))
        return next(name for name in names if name not in taken)

    def _save(self) -> None:
        self._kept.save(_FILE, self._state)
