"""`loslaten doctor`: is everything as it has to be, and what to do where it is not."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli import DEBUG_VARIABLE
from loslaten.cli.busy import Busy
from loslaten.cli.check import Check
from loslaten.cli.data import data_option
from loslaten.cli.doctor_board import checks as board_checks
from loslaten.cli.output import hint, json_option, print_json
from loslaten.cli.reach import on_air
from loslaten.errors import LoslatenError
from loslaten.firmware import version as firmware
from loslaten.link.keys import KeyStore, system_keyring
from loslaten.practice_log.database import data_folder
from loslaten.practice_log.log import PracticeLog
from loslaten.sim.micropython import engine
from loslaten_core.link import gatt

if TYPE_CHECKING:
    from loslaten.link.scan import HeardWatch
    from loslaten.watches.reach import Reach

_LISTEN_S = 4.0
_FREE_MB = 100
_MACOS = (
    "macOS ends this program without a word if your terminal may not use Bluetooth",
    "if nothing follows: System Settings, Privacy & Security, Bluetooth: allow your terminal",
)


@click.command()
@click.option("--board", "on_board", is_flag=True, help="Look at the watch on the cable instead.")
@click.option("--port", help="Its serial port; not needed with one board on USB.")
@json_option
@data_option
@click.pass_context
def doctor(
    context: click.Context, on_board: bool, port: str | None, as_json: bool, data: Path | None
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
    looked_at = board_checks(port) if on_board or port else _checks(context, data)
    for check in looked_at:
        found.append(check)
        if not as_json:
            _print(check)  # at once: a system may end this program for the next look
    if as_json:
        print_json([asdict(check) for check in found])
    if any(check.verdict == "wrong" for check in found):
        context.exit(1)


def _checks(context: click.Context, data: Path | None) -> Iterator[Check]:
    yield _looked("versions", _versions)
    yield _looked("practice log", lambda: _log(data))
    yield _looked("keys", _keys)
    if sys.platform == "darwin":
        yield Check("permission", "note", *_MACOS)
    yield from _radio(context)
    yield _looked("simulator", _simulator, "note")


def _print(check: Check) -> None:
    click.echo(f"{check.verdict:<5}  {check.about:<12}  {check.told}")
    if check.advice:
        click.echo(hint(f"{'':<21}-> {check.advice}"))


def _looked(about: str, look: Callable[[], Check], verdict: str = "wrong") -> Check:
    """Return what a look finds, or what it fails with, whatever that is."""
    try:
        return look()
    except Exception as error:
        return _failed(about, error, verdict)


def _failed(about: str, error: Exception, verdict: str = "wrong") -> Check:
    if isinstance(error, LoslatenError):
        return Check(about, verdict, error.message, error.advice)
    words = f"{type(error).__name__}: {error}".rstrip(": ")
    return Check(about, verdict, words, f"with {DEBUG_VARIABLE}=1 other commands show where")


def _versions() -> Check:
    python = ".".join(map(str, sys.version_info[:3]))
    bleak = metadata.version("bleak")
    told = f"loslaten {metadata.version('loslaten')}, firmware {firmware.version()}"
    return Check("versions", "ok", f"{told}, Python {python}, bleak {bleak}, {sys.platform}")


def _log(data: Path | None) -> Check:
    with PracticeLog.in_folder(data) as log:
        log.check()
        sessions = len(log.sessions())
    folder = data_folder(data)
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    told = f"{folder}, sound; {sessions} sessions"
    if free_mb < _FREE_MB:
        return Check(
            "practice log", "note", f"{told}; {free_mb} MB left", "make space on the disk"
        )
    return Check("practice log", "ok", told)


def _keys() -> Check:
    keys = KeyStore(keyring=system_keyring())
    known = keys.watch_ids()
    if not known:
        advice = "connect the watch by USB and run: loslaten deploy"
        return Check("keys", "note", "no watch is known here", advice)
    for watch_id in known:
        keys.get(watch_id)
    if os.name == "posix" and keys.path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Check("keys", "wrong", f"others can read {keys.path}", f"chmod 600 {keys.path}")
    return Check("keys", "ok", ", ".join(watch_id.hex() for watch_id in known))


def _simulator() -> Check:
    if util.find_spec("bumble") is None:
        return Check("simulator", "note", "not installed", "pipx install '.[sim]'")
    node, _ = engine.find_node(), engine.find_micropython()
    return Check("simulator", "ok", f"MicroPython on {node}")


def _radio(context: click.Context) -> list[Check]:
    """Look at the radio and at the watches that are heard on it."""

    async def work(reach: "Reach") -> list[Check]:
        with Busy("listening for watches"):
            heard = await reach.scan(_LISTEN_S)
            return [
                Check("Bluetooth", "ok", f"works; watches heard: {len(heard)}"),
                *[await _watch(reach, one) for one in heard],
            ]

    try:
        return on_air(context, work)
    except Exception as error:
        return [_failed("Bluetooth", error)]


async def _watch(reach: "Reach", found: "HeardWatch") -> Check:
    called = f"{found.short_id.hex()} {found.name}".rstrip()
    about = "watch"
    if reach.known is not None and found.short_id not in map(gatt.short_id, reach.known):
        return Check(
            about, "note", f"{called}: no key for it here", "if it is yours: loslaten deploy"
        )
    try:
        async with await reach.connect(found.short_id) as client:
            status = await client.status()
    except Exception as error:
        check = _failed(about, error)
        return replace(check, told=f"{called}: {check.told}")
    told = f"{called}: firmware {status.firmware} on {status.board}"
    if status.firmware != firmware.version():
        advice = "this tool carries another version; update the watch over USB: loslaten deploy"
        return Check(about, "note", told, advice)
    return Check(about, "ok", told)
