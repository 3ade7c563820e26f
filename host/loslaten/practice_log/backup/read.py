# SPDX-License-Identifier: MIT
"""Reading a practice log from JSON Lines: all of it is checked before any of it is imported."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loslaten.errors import LoslatenError
from loslaten.files import opened
from loslaten.language.system_words import ReasonError, reason_of
from loslaten.language.text import Text
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup.decoding import decode
from loslaten.practice_log.backup.line_check import LineCheck, require
from loslaten.practice_log.backup.merge import MergeError, Outcome
from loslaten.practice_log.backup.staging import Staging
from loslaten.practice_log.backup.take_nights import TakenNights
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.deliveries import DeliveryRow
from loslaten_core.journal import JournalError, record

_UNHARMED = Text("er is niets ingelezen", "nothing was imported")
_AT_LINE = Text("{}, regel {}: {}", "{}, line {}: {}")
_IN_FILE = Text("{}: {}", "{}: {}")
_AFTER_END = Text("er staat nog iets na het einde", "there is something after the end")
_CHANGED = Text(
    "dit is niet wat er werd geëxporteerd: het is daarna beschadigd of veranderd",
    "this is not what was exported: it was damaged or changed afterwards",
)
_CUT_OFF = Text(
    "het bestand is afgebroken: het einde ontbreekt", "the file is cut off: its end is missing"
)
_AGAIN = Text("kopieer of exporteer het opnieuw", "copy or export it again")
_TOO_LONG = Text(
    "deze regel is te lang om van loslaten te zijn", "this line is too long to be one of ours"
)
_BLANK = Text(
    "hier staan meer dan {} lege regels onder elkaar", "there are more than {} blank lines here"
)
_NO_TEXT = Text("dit is geen tekst", "this is not text: {}")
_NO_LOG = Text("dit is geen logboek van Loslaten", "this is not a practice log of Loslaten")
_MADE_WITH = Text(
    "lees in wat gemaakt is met: loslaten log export --format jsonl",
    "import what was made with: loslaten log export --format jsonl",
)
_NEWER = Text(
    "het is van versie {}, deze loslaten kent tot en met {}",
    "it is of version {}, this loslaten knows up to {}",
)
_INSTALL = Text("installeer een nieuwere loslaten", "install a newer loslaten")
_PART = Text(
    "er staat maar een deel van de oefeningen in, zonder de gegevens van het horloge",
    "it holds some of the sessions only, and not their records",
)
_WITHOUT_CHOOSING = Text(
    "lees in wat geëxporteerd is zonder dagen, een persoon of een horloge te kiezen",
    "import what was exported without choosing days, a person or a watch",
)
_RECORD_AGAIN = Text("gegeven {} nog een keer", "record {} once more")
_BAD_RECORD = Text("het gegeven zelf klopt niet", "{}")
_OTHER_NUMBER = Text("het gegeven is nummer {}", "the record is number {}")
_BOM = b"\xef\xbb\xbf"
# Windows PowerShell's `>` writes UTF-16.
_UTF_16_BEGIN = (b"\xff", b"\xfe")
# A protocol with its texts is the longest line there is.
_LINE_BYTES_MAX = 1 << 20
# An editor or a mail program adds a few.
_BLANK_LINES_MAX = 1000


class FileError(LoslatenError):
    """The file is not a whole practice log: damaged, cut off, changed, or another program's."""

    def __init__(
        self, path: Path, number: int | None, reason: Text, advice: Text | None = None
    ) -> None:
        message = _IN_FILE.format(path, reason)
        if number is not None:
            message = _AT_LINE.format(path, number, reason)
        unharmed = (
            _UNHARMED if advice is None else Text("{}; {}", "{}; {}").format(advice, _UNHARMED)
        )
        super().__init__(message, unharmed)


def take(path: Path, log: WholeLog, person_id: int | None = None) -> Outcome:
    """Import a file into a log, wholly or not at all. Raises FileError and StoreError.

    `person_id` is whose the nights are where the file does not tell persons apart.
    """
    with log.staging() as staging:
        read(path, staging)
        try:
            return log.take_in(staging, person_id)
        except MergeError as error:
            raise FileError(path, error.number, error.reason, error.advice) from error


def take_nights(
    path: Path, lines: bytes, log: WholeLog, person_id: int, delivery: DeliveryRow
) -> TakenNights:
    """Import the lines of a person's nights, wholly or not at all; `path` is where they were.

    Raises FileError and StoreError.
    """
    with log.staging() as staging:
        read(path, staging, lines)
        try:
            return log.take_nights(staging, person_id, delivery)
        except MergeError as error:
            raise FileError(path, error.number, error.reason, error.advice) from error


def read(path: Path, staging: Staging, content: bytes | None = None) -> None:
    """Check all lines of a file, or of its `content` where given, and stage them.

    Raises FileError.
    """
    digest = hashlib.sha256()
    check = LineCheck()
    end: line.End | None = None
    number = 0
    texts = _texts(path, content)
    for number, text in enumerate(texts, 1):
        if end is not None:
            raise FileError(path, number, _AFTER_END)
        if number == 1:
            _require_own(path, text)
        try:
            entry = decode(text)
            if isinstance(entry, line.End):
                end = entry
            else:
                check.admit(entry)
                _stage(staging, number, entry, text)
        except ValueError as error:
            if next(texts, None) is None:
                raise _cut_off(path, number) from error
            raise FileError(path, number, reason_of(error)) from error
        if end is None:
            digest.update(b"\n" + text if number > 1 else text)
    if end is None:
        raise _cut_off(path, number)
    if end.lines != number - 1 or end.sha256 != digest.hexdigest():
        raise FileError(path, None, _CHANGED)


def _cut_off(path: Path, number: int) -> FileError:
    return FileError(path, number, _CUT_OFF, _AGAIN)


def digest(texts: list[bytes]) -> str:
    """Return the SHA-256 of lines joined by line feeds, as the last line has it."""
    return hashlib.sha256(b"\n".join(texts)).hexdigest()


def _texts(path: Path, content: bytes | None) -> Iterator[bytes]:
    """Yield the lines of a file without their ends; blank ones at the end are left out."""
    try:
        with _opened(path, content) as file:
            blank, is_empty = 0, True
            for number, text in enumerate(_decoded(file), 1):
                if len(text) > _LINE_BYTES_MAX:
                    raise FileError(path, number, _TOO_LONG)
                if not text.strip():
                    blank += 1
                    if blank > _BLANK_LINES_MAX:
                        raise FileError(path, number, _BLANK.format(_BLANK_LINES_MAX))
                    continue
                yield from (b"",) * blank
                blank, is_empty = 0, False
                yield text
            if is_empty:
                yield b""
    except UnicodeError as error:
        raise FileError(path, None, _NO_TEXT.format(error)) from error
    except OSError as error:
        raise FileError(path, None, reason_of(error)) from error


def _opened(path: Path, content: bytes | None) -> "io.BufferedReader[Any]":
    return opened(path) if content is None else io.BufferedReader(io.BytesIO(content))


def _decoded(file: "io.BufferedReader[Any]") -> Iterator[bytes]:
    # A pipe may have brought no more than one byte yet: no text in UTF-8 begins with one of these.
    if file.peek(1)[:1] in _UTF_16_BEGIN:
        with io.TextIOWrapper(file, "utf-16", newline="") as told:
            while text := told.readline(_LINE_BYTES_MAX + 2):
                yield text.rstrip("\r\n").encode()
        return
    mark = _BOM
    while raw := file.readline(_LINE_BYTES_MAX + 2):
        yield raw.removeprefix(mark).removesuffix(b"\n").removesuffix(b"\r")
        mark = b""


def _require_own(path: Path, text: bytes) -> None:
    """Raise FileError unless this is the first line of a file that can be imported."""
    try:
        head = decode(text)
    except ValueError:
        head = None
    if not isinstance(head, line.Log) or head.format != line.FORMAT:
        raise FileError(path, 1, _NO_LOG, _MADE_WITH)
    if head.version > line.VERSION:
        raise FileError(path, 1, _NEWER.format(head.version, line.VERSION), _INSTALL)
    if not head.whole:
        raise FileError(path, 1, _PART, _WITHOUT_CHOOSING)


def _stage(staging: Staging, number: int, one: line.Line, text: bytes) -> None:
    """Stage a line. Raises ReasonError for a record that is none, or comes twice."""
    if isinstance(one, line.Record):
        try:
            decoded = record.decode(one.raw)
        except JournalError as error:
            raise ReasonError(_BAD_RECORD.format(error)) from error
        require(decoded.sequence == one.sequence, _OTHER_NUMBER.format(decoded.sequence))
        is_free = staging.add_record(one, decoded.boot)
        require(is_free, _RECORD_AGAIN.format(one.sequence))
    staging.add(number, one, text)
