# SPDX-License-Identifier: MIT
"""Identity of a watch: its name, the key it shares with the laptop, its first protocol."""

from loslaten.deploy.console import Console
from loslaten.deploy.errors import DeployError
from loslaten.language.text import Text
from loslaten.link.keys import KeyStore, new_key
from loslaten.protocols import file as protocol_file
from loslaten.protocols.file import FIRST_PROTOCOL
from loslaten_core.flash_layout import KEY, PROTOCOLS, SETTINGS
from loslaten_core.link import settings
from loslaten_core.link.message import KEY_BYTES
from loslaten_core.link.wire import WireError

# The firmware's place for protocols (device/protocols.py); it chooses the first by itself.
_FIRST = f"{PROTOCOLS}/protocol-0"
_NAME_BYTES = next(high for number, *_, high in settings.SETTINGS if number == settings.NAME)


def check_name(name: str) -> bytes:
    """Return the name as the watch keeps it.

    Raises:
        DeployError: it is too long, or empty.
    """
    try:
        return settings.pack(settings.NAME, name)
    except WireError as error:
        raise DeployError(
            Text(
                f"zo kan een horloge niet heten: {name!r}; een naam heeft 1 tot"
                f" {_NAME_BYTES} bytes",
                f"a watch cannot be called {name!r}: a name has 1 to {_NAME_BYTES} bytes",
            )
        ) from error


def write_name(console: Console, name: str) -> None:
    """Give the watch a name; its other settings stay."""
    _write(console, settings.NAME, check_name(name))


def read_wrist(console: Console) -> int | None:
    """Return which wrist the watch is worn on, as `settings.WRIST`; None: nobody has said yet."""
    raw = dict(_stored(console)).get(settings.WRIST)
    return None if raw is None else int(settings.unpack(settings.WRIST, raw))


def write_wrist(console: Console, wrist: int) -> None:
    """Keep which wrist the watch is worn on; its other settings stay."""
    _write(console, settings.WRIST, settings.pack(settings.WRIST, wrist))


def _write(console: Console, setting: int, raw: bytes) -> None:
    stored = _stored(console)
    items = [(setting, raw), *(one for one in stored if one[0] != setting)]
    if items != stored:
        console.replace(SETTINGS, settings.pack_items(items))


def _stored(console: Console) -> list[tuple[int, bytes]]:
    """Return the settings on the watch; none where they are damaged: it takes the defaults."""
    try:
        return settings.unpack_items(console.ask(f"read({SETTINGS!r})") or b"")
    except WireError:
        return []


def give_protocol(console: Console) -> bool:
    """Put the first protocol on a watch that never had any; return whether it was one."""
    if console.ask(f"names({PROTOCOLS!r})"):
        return False
    console.run(f"make_folders({_FIRST!r})")
    console.replace(_FIRST, protocol_file.find(FIRST_PROTOCOL).packed)
    return True


def share_key(console: Console, watch_id: bytes, keys: KeyStore, *, new: bool) -> str:
    """Let watch and laptop have the same key, a new one only if neither has any or `new`.

    Returns "kept", "fetched" from the watch, "restored" to it, or "new".
    """
    here = keys.get(watch_id)
    there = console.ask(f"read({KEY!r})")
    if there is not None and len(there) != KEY_BYTES:
        there = None
    if not new and there is not None:
        if there == here:
            return "kept"
        # Who holds the watch in hand may have its key; other laptops go on with it.
        keys.put(watch_id, there)
        return "fetched"
    key = new_key() if new or here is None else here
    console.replace(KEY, key)
    keys.put(watch_id, key)
    return "restored" if key == here else "new"
