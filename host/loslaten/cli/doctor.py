"""`loslaten doctor`: is everything as it has to be, and what to do where it is not."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli import DEBUG_VARIABLE
from loslaten.cli.busy import Busy
from loslaten.cli.check import Check
from loslaten.cli.doctor_board import checks as board_checks
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
)
from loslaten.cli.printing import hint, print_json
from loslaten.cli.reach import on_air
from loslaten.errors import LoslatenError
from loslaten.firmware import version as firmware
from loslaten.language.text import Text
from loslaten.link.keys import KeyStore, system_keyring
from loslaten.practice_log.folder import data_folder
from loslaten.practice_log.log import PracticeLog
from loslaten.sim.micropython import engine
from loslaten_core.link import gatt

if TYPE_CHECKING:
    from loslaten.link.scan import HeardWatch
    from loslaten.watches.reach import Reach

_LISTEN_S = 4.0
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
_KEYS = Text("sleutels", "keys")
_PERMISSION = Text("toestemming", "permission")
_SIMULATOR = Text("simulator", "simulator")
_WATCH = Text("horloge", "watch")
_SHOWS_WHERE = Text(
    "met {}=1 laten andere opdrachten zien waar", "with {}=1 other commands show where"
)
_VERSIONS_ARE = Text(
    "loslaten {}, software van het horloge {}, Python {}, bleak {}, {}",
    "loslaten {}, firmware {}, Python {}, bleak {}, {}",
)
_SOUND = Text("{}, in orde; {} oefeningen", "{}, sound; {} sessions")
_LEFT = Text("{}; nog {} MB vrij", "{}; {} MB left")
_MAKE_SPACE = Text("maak ruimte op de schijf", "make space on the disk")
_NONE_KNOWN = Text("er is hier geen horloge bekend", "no watch is known here")
_DEPLOY = Text(
    "sluit het horloge aan via USB: loslaten deploy",
    "connect the watch by USB and run: loslaten deploy",
)
_READABLE = Text("anderen kunnen {} lezen", "others can read {}")
_NOT_INSTALLED = Text("niet geïnstalleerd", "not installed")
_MICROPYTHON = Text("MicroPython op {}", "MicroPython on {}")
_LISTENING = Text("horloges zoeken", "listening for watches")
_HEARD = Text("werkt; gehoorde horloges: {}", "works; watches heard: {}")
_NO_KEY = Text("{}: er is hier geen sleutel van", "{}: no key for it here")
_IF_YOURS = Text("is het van u: loslaten deploy", "if it is yours: loslaten deploy")
_FIRMWARE_ON = Text("{}: software {} op {}", "{}: firmware {} on {}")
_OTHER_VERSION = Text(
    "deze computer heeft een andere versie; werk het horloge bij via USB: loslaten deploy",
    "this tool carries another version; update the watch over USB: loslaten deploy",
)


@click.command()
@click.option("--board", "on_board", is_flag=True, help="Look at the watch on the cable instead.")
@click.option("--port", help="Its serial port; not needed with one board on USB.")
@json_option
@lang_option
@data_option
@click.pass_context
def doctor(
    context: click.Context,
    on_board: bool,
    port: str | None,
    as_json: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Look at everything that has to be right, and say what to do where it is not.

    Versions, the practice log, the keys, Bluetooth and its permissions, the watches within reach
    and their firmware, the simulator. Nothing is changed. The exit code is 1 if something is
    wrong.

    With --board a watch on the cable tells how it is: its memory, how long its start took, how
    late its cues were, why it was started, what went wrong, its flash. It is stopped for that for
    some seconds, and a session that runs on it ends.

    \b
    Examples:
      loslaten doctor
      loslaten doctor --board
      loslaten doctor --json
    """
    found = []
    looked_at = board_checks(port, lang) if on_board or port else _checks(context, data, lang)
    for check in looked_at:
        found.append(check)
        if not as_json:
            _print(check, lang)  # at once: a system may end this program for the next look
    if as_json:
        print_json([check.as_json() for check in found])
    if any(check.verdict == "wrong" for check in found):
        context.exit(1)


def _checks(context: click.Context, data: Path | None, lang: str) -> Iterator[Check]:
    yield _looked(_VERSIONS, _versions)
    yield _looked(_PRACTICE_LOG, lambda: _log(data))
    yield _looked(_KEYS, _keys)
    if sys.platform == "darwin":
        yield Check(_PERMISSION, "note", *_MACOS)
    yield from _radio(context, lang)
    yield _looked(_SIMULATOR, _simulator, "note")


def _print(check: Check, lang: str) -> None:
    found, *advice = check.lines(lang)
    click.echo(found)
    for line in advice:
        click.echo(hint(line))


def _looked(about: Text, look: Callable[[], Check], verdict: str = "wrong") -> Check:
    """Return what a look finds, or what it fails with, whatever that is."""
    try:
        return look()
    except Exception as error:
        return _failed(about, error, verdict)


def _failed(about: str | Text, error: Exception, verdict: str = "wrong") -> Check:
    if isinstance(error, LoslatenError):
        dutch, english = error.told("nl"), error.told("en")
        advice = None
        if dutch.advice is not None and english.advice is not None:
            advice = Text(dutch.advice, english.advice)
        return Check(about, verdict, Text(dutch.message, english.message), advice)
    words = f"{type(error).__name__}: {error}".rstrip(": ")
    return Check(about, verdict, words, _SHOWS_WHERE.format(DEBUG_VARIABLE))


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
        sessions = len(log.sessions())
    folder = data_folder(data)
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    told = _SOUND.format(folder, sessions)
    if free_mb < _FREE_MB:
        return Check(_PRACTICE_LOG, "note", _LEFT.format(told, free_mb), _MAKE_SPACE)
    return Check(_PRACTICE_LOG, "ok", told)


def _keys() -> Check:
    keys = KeyStore(keyring=system_keyring())
    known = keys.watch_ids()
    if not known:
        return Check(_KEYS, "note", _NONE_KNOWN, _DEPLOY)
    for watch_id in known:
        keys.get(watch_id)
    if os.name == "posix" and keys.path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Check(_KEYS, "wrong", _READABLE.format(keys.path), f"chmod 600 {keys.path}")
    return Check(_KEYS, "ok", ", ".join(watch_id.hex() for watch_id in known))


def _simulator() -> Check:
    if util.find_spec("bumble") is None:
        return Check(_SIMULATOR, "note", _NOT_INSTALLED, "pipx install '.[sim]'")
    node, _ = engine.find_node(), engine.find_micropython()
    return Check(_SIMULATOR, "ok", _MICROPYTHON.format(node))


def _radio(context: click.Context, lang: str) -> list[Check]:
    """Look at the radio and at the watches that are heard on it."""

    async def work(reach: "Reach") -> list[Check]:
        with Busy(_LISTENING.say(lang)):
            heard = await reach.scan(_LISTEN_S)
            return [
                Check("Bluetooth", "ok", _HEARD.format(len(heard))),
                *[await _watch(reach, one) for one in heard],
            ]

    try:
        return on_air(context, work)
    except Exception as error:
        return [_failed("Bluetooth", error)]


async def _watch(reach: "Reach", found: "HeardWatch") -> Check:
    called = f"{found.short_id.hex()} {found.name}".rstrip()
    about = _WATCH
    if reach.known is not None and found.short_id not in map(gatt.short_id, reach.known):
        return Check(about, "note", _NO_KEY.format(called), _IF_YOURS)
    try:
        async with await reach.connect(found.short_id) as client:
            status = await client.status()
    except Exception as error:
        check = _failed(about, error)
        return replace(check, told=Text("{}: {}", "{}: {}").format(called, check.told))
    told = _FIRMWARE_ON.format(called, status.firmware, status.board)
    if status.firmware != firmware.version():
        return Check(about, "note", told, _OTHER_VERSION)
    return Check(about, "ok", told)
