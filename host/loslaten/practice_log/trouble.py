# SPDX-License-Identifier: MIT
"""Words for what SQLite and the file system say about the practice log, with what to do."""

import errno
import sqlite3
from pathlib import Path

from loslaten import system
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text
from loslaten.practice_log.folder import ENVIRONMENT

DAMAGED = Text(
    "het is gelaten zoals het is; haal een kopie terug: loslaten log restore BESTAND, of zet het "
    "weg en haal opnieuw op wat het horloge nog heeft: loslaten sync",
    "it was left as it is; restore a backup: loslaten log restore FILE, or move it away and fetch "
    "again what the watch still has: loslaten sync",
)
MAKE_SOUND = Text(
    "er is niets veranderd; bewaar wat wel te lezen is en zet dat terug: loslaten log backup "
    "BESTAND, dan: loslaten log restore BESTAND, en probeer het opnieuw; het logboek van hiervoor "
    "blijft ernaast bewaard",
    "nothing was changed; keep what can be read and put that back: loslaten log backup FILE, "
    "then: loslaten log restore FILE, and try again; the log from before is kept beside it",
)
ELSEWHERE = Text(
    f"kies een andere map met --data of {ENVIRONMENT}",
    f"choose another folder with --data or {ENVIRONMENT}",
)
_CANNOT_OPEN = Text(
    "het logboek {} kan niet worden geopend: {}", "the practice log {} cannot be opened: {}"
)
_LATER = Text("probeer het opnieuw als dat klaar is", "try again when it is done")
_NO_LOCKS = Text(
    "deze map kan geen bestanden vergrendelen, zoals sommige netwerkmappen; kies een map op deze "
    "computer met --data",
    "this folder cannot lock files, as some network shares cannot; choose a folder on this "
    "computer with --data",
)
_DISK = Text(
    "de schijf of de netwerkmap antwoordt niet zoals het hoort; kijk of die er nog is en ruimte "
    "heeft, of kies een andere map met --data",
    "the disk or the network share does not answer as it should; see whether it is still there "
    "and has space, or choose another folder with --data",
)
_IS_BUSY = Text(
    "een ander loslaten schrijft in het logboek {}",
    "another loslaten is writing to the practice log {}",
)
IS_OPEN = Text(
    "het logboek {} is open in een ander loslaten",
    "the practice log {} is open in another loslaten",
)
END_IT = Text(
    "sluit dat eerst: de pagina (loslaten open), of een commando dat nog loopt; probeer het dan "
    "opnieuw",
    "end that first: the page (loslaten open), or a command that still runs; then try again",
)
_IS_FULL = Text(
    "er is geen ruimte meer voor het logboek {}", "there is no space left for the practice log {}"
)
_MAKE_SPACE = Text(
    "maak ruimte en probeer het opnieuw; het horloge bewaart wat hier niet is opgeslagen",
    "make space and try again; the watch keeps what is not stored here",
)
_CANNOT_WRITE = Text(
    "in het logboek {} kan niet worden geschreven", "the practice log {} cannot be written"
)
_CANNOT_LOCK = Text(
    "het logboek {} kan niet worden vergrendeld", "the practice log {} cannot be locked"
)
_DISK_FAILS = Text(
    "het logboek {} kan niet worden gelezen of geschreven: fout {} van SQLite",
    "the practice log {0} cannot be read or written: {2}",
)
_IS_NO_LOG = Text(
    "{} is geen logboek van Loslaten, of het begin is beschadigd",
    "{} is not a practice log, or its beginning is damaged",
)
_IS_DAMAGED = Text("het logboek {} is beschadigd", "the practice log {} is damaged")
IS_DAMAGED_HOW = Text("het logboek {} is beschadigd: {}", "the practice log {} is damaged: {}")
OF_OTHER_KIND = Text(
    "in rij {2} van {0} is {1} van een andere soort dan daar hoort",
    "in row {2} of {0}, {1} is of another kind than belongs there",
)
_OWNED = Text(
    "{} is van {}; laat die het bestand aan u geven (chown), of kies een andere map met --data",
    "{} belongs to {}; let them give it to you (chown), or choose another folder with --data",
)
IS_GONE = Text(
    "waar dit over gaat, is intussen verwijderd", "what this is about was deleted in the meantime"
)
SEE_WHAT_IS_LEFT = Text(
    "er is niets veranderd; zie: loslaten log list, loslaten person list",
    "nothing was changed; see: loslaten log list, loslaten person list",
)
_FULL_ERRORS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
_LOCK_ERRORS = (
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
    sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_IOERR_SHMOPEN,
)


def is_full(error: Exception) -> bool:
    """Whether an error says that the disk is full."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return getattr(error, "sqlite_errorcode", 0) in _FULL_ERRORS


def is_gone(error: Exception) -> bool:
    """Whether an error says that what a row belongs to is not there."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY


def told(error: Exception, path: Path) -> tuple[Text, Text | None]:
    """Return the message and the advice for an error of SQLite, of the system, or of a row."""
    if is_full(error):
        return _IS_FULL.format(path), _MAKE_SPACE
    if isinstance(error, OSError):
        return _CANNOT_OPEN.format(path, reason_of(error)), _owner_advice(path, error)
    extended = getattr(error, "sqlite_errorcode", 0)
    match extended & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _IS_BUSY.format(path), _LATER
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return _CANNOT_WRITE.format(path), _owner_advice(path)
        case sqlite3.SQLITE_NOTADB:
            return _IS_NO_LOG.format(path), DAMAGED
        case sqlite3.SQLITE_IOERR if extended in _LOCK_ERRORS:
            return _CANNOT_LOCK.format(path), _NO_LOCKS
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PROTOCOL | sqlite3.SQLITE_NOLFS:
            return _DISK_FAILS.format(path, extended, error), _DISK
        case sqlite3.SQLITE_CORRUPT:
            return _IS_DAMAGED.format(path), DAMAGED
    # Only a damaged file has rows that are not what its tables say, or lacks tables.
    return IS_DAMAGED_HOW.format(path, error), DAMAGED


def _owner_advice(path: Path, error: OSError | None = None) -> Text:
    """Return what to do about a log that may not be written: its owner can let this user."""
    if error is not None and error.errno not in (errno.EACCES, errno.EPERM):
        return ELSEWHERE
    nearest = next((one for one in (path, *path.parents) if one.exists()), path)
    if system.is_mine(nearest):
        return ELSEWHERE
    return _OWNED.format(nearest, system.owner(nearest))
