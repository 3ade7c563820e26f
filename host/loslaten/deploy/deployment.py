# SPDX-License-Identifier: MIT
"""One deployment: new firmware into the slot that does not run, and a trial of it.

The order makes it safe to stop anywhere. Until the very last write, the mark that lets the new
firmware be tried, a restart runs the old one; from then on `device/main.py` decides. Whatever was
done before is found again by the next deployment and not done twice. Nothing below /data is
touched but the wearer's settings and the key, which are replaced whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from loslaten.deploy import identity
from loslaten.deploy.console import RETURN_S, Console
from loslaten.deploy.errors import ConsoleLostError, DeployError
from loslaten.deploy.image import Image, board_named, hashes
from loslaten.deploy.kind import kind_of
from loslaten.deploy.micropython import About, check
from loslaten.deploy.slots import SLOTS, mark, quieten, read
from loslaten.firmware.boards import names as names_of_boards
from loslaten.firmware.micropython_builds import for_board
from loslaten.language.text import Text
from loslaten.link.keys import KeyStore
from loslaten_core.flash_layout import CHOOSER, SAFE_MODE, SLOT, TRIAL

# Says what happens now, how much of it is done, and of how much; 0 where that is not known.
Tell = Callable[[Text, int, int], None]

# What the journal and the protocols may come to need.
_DATA_BYTES: Final = 128 * 1024
# New firmware says that it is well after ten seconds; starting takes some more.
PATIENCE_S: Final = 40.0
_LAST_LINES: Final = 12

TALKING: Final = Text("met het horloge praten", "talking to the board")
COMPILING: Final = Text("de software klaarmaken", "compiling")
_COMPARING: Final = Text("vergelijken", "comparing")
_COPYING: Final = Text("kopiëren", "copying")
_VERIFYING: Final = Text("nakijken", "verifying")
_WAITING: Final = Text(
    "wachten tot de nieuwe software zegt dat het goed gaat",
    "waiting for the new firmware to say that it is well",
)
_NOT_WELL: Final = Text(
    "de nieuwe software zei niet dat het goed gaat; {}",
    "the new firmware did not say that it is well; {}",
)
_OLD_RUNS: Final = Text("de oude draait door", "the old firmware runs on")
_NO_OLD: Final = Text(
    "een oudere staat er niet op dit horloge", "there is no older one on this watch"
)
_NO_ROOM: Final = Text(
    "er is niet genoeg plaats op het bord: {} KB is vrij, {} KB is nodig",
    "there is not enough room on the board: {} KB are free, {} KB are needed",
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Outcome of a deployment: `sent` of `total` files; `key` as in `identity.share_key`.

    is_new: the firmware was not the one that ran already.
    """

    about: About
    version: str
    slot: str
    sent: int
    total: int
    key: str
    is_new: bool

    @property
    def watch_id(self) -> bytes:
        """Identity of the watch."""
        return self.about.watch_id


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """Wishes for a deployment: the watch's name (None: as it is), and whether it gets a new key.

    patience_s: how long the new firmware has to become well. return_s: how long the board may
    take to answer after a restart.
    """

    name: str | None = None
    new_key: bool = False
    patience_s: float = PATIENCE_S
    return_s: float = RETURN_S


def deploy(port: str, image: Image, keys: KeyStore, wishes: Wishes, tell: Tell) -> Outcome:
    """Put `image` on the board at `port` and wait until it says that it is well.

    Raises:
        DeployError: it cannot be done, was interrupted, or the firmware is not well.
    """
    with Console(port, wishes.return_s) as console:
        tell(TALKING, 0, 0)
        about, _ = meet(console, image.board.name)
        return install(console, about, image, keys, wishes, tell)


def meet(console: Console, name: str | None) -> tuple[About, str]:
    """Get hold of the board, without the firmware and its watchdog; return what it is.

    name: the board that it is said to be; None: what it says itself.

    Raises:
        DeployError: it does not answer, or is no board that the firmware runs on.
    """

    def look(about: About) -> tuple[About, str]:
        kind = kind_of(console, about) if name is None else name
        check(about, board_named(kind))
        return about, kind

    try:
        return quieten(console, look)[0]
    except ConsoleLostError as error:
        told = error.in_both()
        advice = _without_micropython(name)
        raise ConsoleLostError(told.message, advice, told.details) from error


def install(
    console: Console, about: About, image: Image, keys: KeyStore, wishes: Wishes, tell: Tell
) -> Outcome:
    """Put `image` on a board that `meet` has met, and wait until it says that it is well."""
    running = mark(console, SLOT)
    slot, sent = _fill(console, image, running, tell)
    if console.ask(f"read({CHOOSER!r})") != image.chooser:
        console.replace(CHOOSER, image.chooser)
    if wishes.name is not None:
        identity.write_name(console, wishes.name)
    key = identity.share_key(console, about.watch_id, keys, new=wishes.new_key)
    identity.give_protocol(console)
    console.run(f"remove({SAFE_MODE!r})")
    if slot == running:
        console.restart()
    else:
        console.replace(TRIAL, slot.encode())
        console.restart()
        tell(_WAITING, 0, 0)
        _wait_until_well(console, image, slot, wishes.patience_s)
    return Outcome(
        about=about,
        version=image.version,
        slot=slot,
        sent=sent,
        total=len(image.files),
        key=key,
        is_new=slot != running,
    )


def _without_micropython(name: str | None) -> Text:
    """Return what to do with a board that does not answer: it may have no MicroPython."""
    names = names_of_boards() if name is None else [name]
    steps = dict.fromkeys(for_board(one).steps for one in names)
    return Text(
        "kijk naar de kabel; heeft het nog geen MicroPython: "
        + "; of ".join(step.nl for step in steps),
        "see to the cable; if it never had MicroPython: "
        + "; or ".join(step.en for step in steps),
    )


def _fill(console: Console, image: Image, running: str, tell: Tell) -> tuple[str, int]:
    """Let a slot hold the image; return which, and how many files were sent.

    The slot that runs is left alone: it is the answer if it holds the image already, and what did
    not change is copied from it. Only the rest has to come over the cable.
    """
    wanted = hashes(image.files)
    console.run(f"remove({TRIAL!r})")
    tell(_COMPARING, 0, 0)
    old = _hashes(console, running) if running else {}
    if running and old == wanted:
        return running, 0
    slot = SLOTS[1] if running == SLOTS[0] else SLOTS[0]
    there = _hashes(console, slot)
    missing = sorted(path for path in wanted if there.get(path) != wanted[path])
    for path in there:
        if there[path] != wanted.get(path):
            console.run(f"remove({_in(slot, path)!r})")
    _check_room(console, sum(_blocks(image.files[path]) for path in missing))
    for done, path in enumerate(missing):
        tell(_COPYING, done, len(missing))
        if old.get(path) == wanted[path]:
            console.run(f"copy({_in(running, path)!r}, {_in(slot, path)!r})")
        else:
            console.put(_in(slot, path), image.files[path])
    tell(_VERIFYING, 0, 0)
    if _hashes(console, slot) != wanted:
        raise DeployError(
            Text(
                "de bestanden op het bord zijn niet wat er gestuurd is",
                "the files on the board are not what was sent",
            ),
            Text(
                "doe het nog eens; blijft het zo, dan is de kabel of de opslag van het bord stuk",
                "run it again; if it stays so, the board's flash or the cable is bad",
            ),
        )
    return slot, sum(old.get(path) != wanted[path] for path in missing)


def _wait_until_well(console: Console, image: Image, slot: str, patience_s: float) -> None:
    heard = []
    for line in console.lines(patience_s):
        if line == f"loslaten {image.version} in /{slot} is well":
            return
        heard.append(image.names.readable(line))
    # It may have said so while nobody could hear it.
    confirmed, trial = console.interrupt(lambda: (mark(console, SLOT), read(console, TRIAL)))
    failure = trial.partition(": ")[2]
    console.restart()
    if confirmed == slot:
        return
    runs = _OLD_RUNS if confirmed else _NO_OLD
    raise DeployError(
        _NOT_WELL.format(runs),
        Text(
            "is de kabel eruit geweest, doe het dan nog eens; anders zegt wat het meldde wat er"
            " mis is",
            "if it was unplugged, run this again; else what it said tells what is wrong",
        ),
        tuple(line for line in [*heard[-_LAST_LINES:], failure] if line),
    )


def _check_room(console: Console, needed_blocks: int) -> None:
    block_bytes, free_bytes, data_bytes = console.ask("room('/data')")
    needed_bytes = needed_blocks * block_bytes + max(0, _DATA_BYTES - data_bytes)
    if free_bytes < needed_bytes:
        raise DeployError(
            _NO_ROOM.format(free_bytes // 1024, needed_bytes // 1024),
            Text(
                "bestanden die niet van Loslaten zijn mogen weg: mpremote fs tree, mpremote fs rm",
                "files that are not Loslaten's can go: mpremote fs tree, mpremote fs rm",
            ),
        )


def _hashes(console: Console, slot: str) -> dict[str, str]:
    found: dict[str, str] = console.ask(f"hashes('/{slot}')")
    return found


def _in(slot: str, path: str) -> str:
    return f"/{slot}/{path}"


def _blocks(data: bytes) -> int:
    """Return how many blocks of 4 KB a file takes; LittleFS keeps small ones in their folder."""
    return 0 if len(data) <= 512 else -(-len(data) // 4096)
