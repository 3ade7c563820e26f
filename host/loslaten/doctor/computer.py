# SPDX-License-Identifier: MIT
"""This computer: versions, the practice log, the keys, Bluetooth's permission, the simulator."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import metadata
from itertools import chain
from pathlib import Path

from loslaten.doctor.check import Check, failed
from loslaten.firmware import version as firmware
from loslaten.language import left_out
from loslaten.language.numbers import NIGHTS, SESSIONS
from loslaten.language.text import Text
from loslaten.link.keys import DEPLOY, NO_WATCH_KNOWN, KeyStore, system_keyring
from loslaten.practice_log.backup import write as whole
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.events import EventLog
from loslaten.practice_log.folder import FILE_NAME, data_folder
from loslaten.practice_log.log import PracticeLog

_FREE_MB = 100
_MACOS = (
    Text(
        "macOS beëindigt dit programma zonder iets te zeggen als uw terminal Bluetooth niet mag"
        " gebruiken",
        "macOS ends this program without a word if your terminal may not use Bluetooth",
    ),
    Text(
        "volgt er niets: Systeeminstellingen, Privacy en beveiliging, Bluetooth: sta uw terminal"
        " toe",
        "if nothing follows: System Settings, Privacy & Security, Bluetooth: allow your terminal",
    ),
)
_VERSIONS = Text("versies", "versions")
_PRACTICE_LOG = Text("logboek", "practice log")
_PERSONS = Text("personen", "persons")
_ONE_PERSON = Text("één, zonder naam", "one, without a name")
_ARE = Text("{}; van {} is niet zeker van wie", "{}; of {} it is not certain whose")
_NO_HOLDER = Text("horloge {} is van niemand", "watch {} is nobody's")
_SAY_WHOSE = Text(
    "zeg van wie: loslaten person hand-over NAAM --watch {} --from DATUM",
    "say whose: loslaten person hand-over NAME --watch {} --from DATE",
)
_KEYS = Text("sleutels", "keys")
_PERMISSION = Text("toestemming", "permission")
_VERSIONS_ARE = Text(
    "loslaten {}, software van het horloge {}, Python {}, bleak {}, {}",
    "loslaten {}, firmware {}, Python {}, bleak {}, {}",
)
_SOUND = Text("{}, in orde; {}", "{}, sound; {}")
_NO_LOG = Text("{}, nog geen logboek", "{}, no practice log yet")
_SYNC = Text("haal een nacht op: loslaten sync", "bring a night home: loslaten sync")
_LEFT = Text("{}; nog {} MB vrij", "{}; {} MB left")
_MAKE_SPACE = Text("maak ruimte op de schijf", "make space on the disk")
_READABLE = Text("anderen kunnen {} lezen", "others can read {}")


def checks(data: Path | None) -> Iterator[Check]:
    """Yield what this computer has to have right; `data` is the folder of the log."""
    yield looked(_VERSIONS, _versions)
    if (data_folder(data) / FILE_NAME).exists():
        yield looked(_PRACTICE_LOG, lambda: _log(data))
        yield looked(_PERSONS, lambda: _persons(data))
    else:
        # To open it would make it: nothing is changed by a look.
        yield Check(_PRACTICE_LOG, "note", _NO_LOG.format(data_folder(data)), _SYNC)
    yield looked(_KEYS, _keys)
    if sys.platform == "darwin":
        yield Check(_PERMISSION, "note", *_MACOS)


def looked(about: Text, look: Callable[[], Check], verdict: str = "wrong") -> Check:
    """Return what a look finds, or what it fails with, whatever that is."""
    try:
        return look()
    except Exception as error:
        return failed(about, error, verdict)


def _versions() -> Check:
    python = ".".join(map(str, sys.version_info[:3]))
    bleak = metadata.version("bleak")
    told = _VERSIONS_ARE.format(
        metadata.version("loslaten"), firmware.version(), python, bleak, sys.platform
    )
    return Check(_VERSIONS, "ok", told)


def _log(data: Path | None) -> Check:
    with PracticeLog.in_folder(data) as log:
        log.check()
        sessions = log.count_sessions()
    counts = _left_out(data)
    if counts:
        told = Text(left_out.told(counts, "nl"), left_out.told(counts, "en"))
        advice = Text(left_out.advice(counts, "nl"), left_out.advice(counts, "en"))
        return Check(_PRACTICE_LOG, "note", told, advice)
    folder = data_folder(data)
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    told = _SOUND.format(folder, SESSIONS.text(sessions))
    if free_mb < _FREE_MB:
        return Check(_PRACTICE_LOG, "note", _LEFT.format(told, free_mb), _MAKE_SPACE)
    return Check(_PRACTICE_LOG, "ok", told)


def _left_out(data: Path | None) -> dict[str, int]:
    """Read all that is in the log; return how many rows cannot be read, by their table."""
    counts: dict[str, int] = {}
    keep = partial(left_out.add, counts)
    with EventLog.in_folder(data, keep) as log:
        for _ in chain(log.events(), log.every_note()):
            pass
        for watch in log.watches(everything=True):
            log.losses(watch.id)
    with WholeLog.in_folder(data, keep) as log:
        for _ in whole.write(log):
            pass
    return counts


def _persons(data: Path | None) -> Check:
    """Look at who practises here, and whether every watch is somebody's."""
    with PracticeLog.in_folder(data) as log, log.snapshot():
        persons = log.persons()
        unsure = log.count_sessions(Choice(is_unsure=True))
        nobodys = [one for one in log.watches() if log.holder(one.id) is None]
    if nobodys:
        called = nobodys[0].called()
        return Check(_PERSONS, "note", _NO_HOLDER.format(called), _SAY_WHOSE.format(called))
    names = ", ".join(one.called() for one in persons if one.code is not None)
    if not names:
        return Check(_PERSONS, "ok", _ONE_PERSON)
    told = _ARE.format(names, NIGHTS.text(unsure)) if unsure else Text(names, names)
    return Check(_PERSONS, "ok", told, "loslaten log list --unsure" if unsure else None)


def _keys() -> Check:
    keys = KeyStore(keyring=system_keyring())
    known = keys.watch_ids()
    if not known:
        return Check(_KEYS, "note", NO_WATCH_KNOWN, DEPLOY)
    for watch_id in known:
        keys.get(watch_id)
    if os.name == "posix" and keys.path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Check(_KEYS, "wrong", _READABLE.format(keys.path), f"chmod 600 {keys.path}")
    return Check(_KEYS, "ok", ", ".join(watch_id.hex() for watch_id in known))
