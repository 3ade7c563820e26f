# SPDX-License-Identifier: MIT
"""The radio of this computer, and the watches that are heard on it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from loslaten.doctor.check import Check, failed
from loslaten.firmware import version as firmware
from loslaten.language.text import Text
from loslaten_core.link import gatt

if TYPE_CHECKING:
    from loslaten.link.scan import HeardWatch
    from loslaten.watches.reach import Reach

_LISTEN_S = 4.0
_WATCH = Text("horloge", "watch")
_HEARD = Text("werkt; gehoorde horloges: {}", "works; watches heard: {}")
_NO_KEY = Text("{}: er is hier geen sleutel van", "{}: no key for it here")
_IF_YOURS = Text("is het van u: loslaten deploy", "if it is yours: loslaten deploy")
_FIRMWARE_ON = Text("{}: software {} op {}", "{}: firmware {} on {}")
_OTHER_VERSION = Text(
    "deze computer heeft een andere versie; werk het horloge bij via USB: loslaten deploy",
    "this tool carries another version; update the watch over USB: loslaten deploy",
)


async def checks(reach: "Reach") -> list[Check]:
    """Return whether the radio works, and how each watch is that is heard."""
    heard = await reach.scan(_LISTEN_S)
    return [
        Check("Bluetooth", "ok", _HEARD.format(len(heard))),
        *[await _watch(reach, one) for one in heard],
    ]


async def _watch(reach: "Reach", found: "HeardWatch") -> Check:
    called = f"{found.short_id.hex()} {found.name}".rstrip()
    about = _WATCH
    if reach.known is not None and found.short_id not in map(gatt.short_id, reach.known):
        return Check(about, "note", _NO_KEY.format(called), _IF_YOURS)
    try:
        async with await reach.connect(found.short_id) as client:
            status = await client.status()
    except Exception as error:
        check = failed(about, error)
        return replace(check, told=Text("{}: {}", "{}: {}").format(called, check.told))
    told = _FIRMWARE_ON.format(called, status.firmware, status.board)
    if status.firmware != firmware.version():
        return Check(about, "note", told, _OTHER_VERSION)
    return Check(about, "ok", told)
