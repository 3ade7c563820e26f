"""Reading a practice log from JSON Lines: all of it is checked before any of it is imported."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from loslaten.errors import LoslatenError
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup.merge import MergeError, Numbered, Outcome
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten_core.journal import JournalError, record
from loslaten_core.practice import protocol

_UNHARMED = "nothing was imported"
_BOM = b"\xef\xbb\xbf"


class FileError(LoslatenError):
    """The file is not a whole practice log: damaged, cut off, changed, or another program's."""

    def __init__(self, path: Path, number: int | None, reason: str, advice: str = "") -> None:
        where = "" if number is None else f", line {number}"
        told = f"{advice}; {_UNHARMED}" if advice else _UNHARMED
        super().__init__(f"{path}{where}: {reason}", told)


def take(path: Path, log: WholeLog) -> Outcome:
    """Import a file into a log, wholly or not at all. Raises FileError and StoreError."""
    lines = read(path)
    try:
        return log.take_in(lines)
    except MergeError as error:
        raise FileError(path, error.number, str(error)) from error


def read(path: Path) -> list[Numbered]:
    """Return the lines of a practice log, each with its number. Raises FileError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(path, None, error.strerror or str(error)) from error
    texts = content.removeprefix(_BOM).removesuffix(b"\n").split(b"\n")
    texts = [text.removesuffix(b"\r") for text in texts]
    _require_own(path, texts[0])
    end = _end(path, texts)
    lines = list(_checked(path, texts[:-1]))
    if end.lines != len(lines) or end.sha256 != digest(texts[:-1]):
        raise FileError(
            path, None, "this is not what was exported: it was damaged or changed afterwards"
        )
    return lines


def digest(texts: list[bytes]) -> str:
    """Return the SHA-256 of lines joined by line feeds, as the last line has it."""
    return hashlib.sha256(b"\n".join(texts)).hexdigest()


def _require_own(path: Path, text: bytes) -> None:
    """Raise FileError unless this is the first line of a file that can be imported."""
    try:
        one = line.decode(text)
    except ValueError:
        one = None
    if not isinstance(one, line.Log) or one.format != line.FORMAT:
        raise FileError(
            path,
            1,
            "this is not a practice log of Loslaten",
            "import what was made with: loslaten log export --format jsonl",
        )
    if one.version > line.VERSION:
        raise FileError(
            path,
            1,
            f"it is of version {one.version}, this loslaten knows up to {line.VERSION}",
            "install a newer loslaten",
        )
    if not one.whole:
        raise FileError(
            path,
            1,
            "it holds some of the sessions only, and not their records",
            "import what was exported without --since and --until",
        )


def _end(path: Path, texts: list[bytes]) -> line.End:
    """Return the last line; FileError when it is not the end."""
    try:
        end = line.decode(texts[-1])
    except ValueError:
        end = None
    if not isinstance(end, line.End):
        raise FileError(
            path, len(texts), "the file is cut off: its end is missing", "copy or export it again"
        )
    return end


def _checked(path: Path, texts: list[bytes]) -> Iterator[Numbered]:
    check = _Check()
    for number, text in enumerate(texts, 1):
        try:
            one = line.decode(text)
            check.add(one)
        except ValueError as error:
            raise FileError(path, number, str(error)) from error
        yield number, one


class _Check:
    """Hold the next line against the lines so far. Raises ValueError."""

    def __init__(self) -> None:
        self._begun = False
        self._watches: set[str] = set()
        self._journals: set[int] = set()
        self._records: set[tuple[int, int]] = set()

    def add(self, one: line.Line) -> None:
        if isinstance(one, line.Log):
            _require(not self._begun, "a second beginning")
            self._begun = True
        elif isinstance(one, line.End):
            raise ValueError("an end before the end")
        elif isinstance(one, line.WatchLine):
            _require(one.serial not in self._watches, f"watch {one.serial} once more")
            self._watches.add(one.serial)
        elif isinstance(one, line.JournalLine):
            _require(one.watch in self._watches, f"there is no watch {one.watch} above")
            _require(one.number not in self._journals, f"journal {one.number} once more")
            self._journals.add(one.number)
        elif isinstance(one, line.ProtocolLine):
            content_id = protocol.content_id(one.packed).hex()
            _require(content_id == one.id, f"the protocol is {content_id}, not {one.id}")
        elif isinstance(one, line.Quiz):
            _require(one.watch in self._watches, f"there is no watch {one.watch} above")
        else:
            _require(one.journal in self._journals, f"there is no journal {one.journal} above")
            if isinstance(one, line.Record):
                self._add_record(one)

    def _add_record(self, one: line.Record) -> None:
        try:
            decoded = record.decode(one.raw)
        except JournalError as error:
            raise ValueError(str(error)) from error
        place = (one.journal, one.sequence)
        _require(decoded.sequence == one.sequence, f"the record is number {decoded.sequence}")
        _require(place not in self._records, f"record {one.sequence} once more")
        self._records.add(place)


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise ValueError(reason)
