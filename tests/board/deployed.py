# SPDX-License-Identifier: MIT
"""A board's flash after a deployment: the firmware in a slot, a key, protocols, past nights."""

import functools
from collections.abc import Sequence

from loslaten.deploy import image
from loslaten.protocols import file as protocol_file
from loslaten_core.practice import muscles
from loslaten_core.practice.limits import RELEASE_ONLY
from loslaten_core.practice.protocol import Group, Protocol, content_id, pack
from tests.board.flash import Files, Flash
from tests.rigs.room import nights_in_flash

__all__ = ["content_id"]

KEY = bytes(range(32))
_NAMES = "handout counting four onderweg recall release-only seven sixteen"
SHIPPED = tuple(protocol_file.find(name).packed for name in _NAMES.split())
PROTOCOLS_MAX, GROUPS_MAX = 8, 24


def flash(
    protocols: Sequence[bytes] = SHIPPED,
    *,
    nights: int = 0,
    first: str = "",
    is_first_start: bool = False,
    board: str = "pico_w",
) -> Flash:
    """Return a flash with the firmware on it.

    `first`: what main.py begins with. `is_first_start`: as a deployment leaves it, the firmware
    still on trial.
    """
    files = dict(firmware(board)) | {"/data/key": KEY}
    files["/main.py"] = first.encode() + files["/main.py"]
    files["/trial" if is_first_start else "/slot"] = b"a"
    for place, packed in enumerate(protocols):
        files[f"/data/protocols/protocol-{place}"] = packed
    return Flash(files=files | past_nights(nights))


@functools.cache
def past_nights(nights: int) -> Files:
    """Return a journal with so many nights in it."""
    return nights_in_flash(nights) if nights else {}


@functools.cache
def firmware(board: str) -> Files:
    """Return the firmware in slot a, compiled as for a deployment."""
    built = image.build(image.board_named(board))
    slot = {f"/a/{path}": data for path, data in built.files.items()}
    return slot | {"/main.py": built.chooser}


def fitted(source: str) -> str:
    """Return a source that uses the firmware on a Pico W, with the names that are used there."""
    return image.fitted(image.board_named("pico_w"), source).strip()


@functools.cache
def largest_protocols() -> tuple[bytes, ...]:
    """Return as many protocols as a watch takes, with as many groups as one may have."""
    numbers = [muscle.number for muscle in muscles.every()][:GROUPS_MAX]
    groups = tuple(
        Group(number, mode=RELEASE_ONLY, release_ms=15_000, repeats_min=1, repeats_max=2)
        for number in numbers
    )
    return tuple(
        pack(Protocol(f"protocol-{place}", groups, final_rest_ms=300_000 + 1_000 * place))
        for place in range(PROTOCOLS_MAX)
    )


def short() -> bytes:
    """Return an exercise of two groups, over in less than two minutes."""
    groups = tuple(Group(number, release_ms=10_000, repeats_max=2) for number in (2, 8))
    return pack(Protocol("short", groups, settle_in_ms=5_000, final_rest_ms=10_000, seated=True))
