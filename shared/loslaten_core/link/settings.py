# SPDX-License-Identifier: MIT
"""The settings a laptop may read and write, with limits that it checks, and the watch again.

A number is never given a new meaning. A watch that speaks version 1 of the link has the first six.
"""

from loslaten_core.link.wire import WireError

NAME = 1
THEME = 2
STRENGTH_PCT = 3
CLENCHED_STRENGTH_PCT = 4
WRIST = 5
RADIO_WINDOW_S = 6
RATINGS = 7
# 8 is reserved: docs/wire.md.
DAY_PROGRAMME = 9
DAY_TAPS = 10
DAY_FROM_MIN = 11
DAY_UNTIL_MIN = 12
REMINDER = 13
REMINDER_AT_MIN = 14
ZONE = 15
STAGE = 16
STAGES_LOCKED = 17

# (setting, name, size in bytes (0: text), lowest, highest). For a text the limits are its bytes.
SETTINGS = (
    (NAME, "name", 0, 1, 20),
    (THEME, "theme", 1, 0, 2),
    (STRENGTH_PCT, "strength_pct", 1, 40, 100),
    (CLENCHED_STRENGTH_PCT, "clenched_strength_pct", 1, 40, 100),
    # 0: where the protocol says; else LEFT or RIGHT of `practice.muscles`.
    (WRIST, "wrist", 1, 0, 2),
    (RADIO_WINDOW_S, "radio_window_s", 2, 60, 900),
    # 0: as the protocol asks, and nothing in the soft theme; else one more than `RATINGS` of
    # `practice.protocol`.
    (RATINGS, "ratings", 1, 0, 3),
    # Taps by day: 0 off, 1 on; how many, and from and until when in minutes since midnight. Never
    # in the night, whatever is set.
    (DAY_PROGRAMME, "day_programme", 1, 0, 1),
    (DAY_TAPS, "day_taps", 1, 1, 12),
    (DAY_FROM_MIN, "day_from", 2, 360, 1_320),
    (DAY_UNTIL_MIN, "day_until", 2, 360, 1_320),
    (REMINDER, "reminder", 1, 0, 1),
    (REMINDER_AT_MIN, "reminder_at", 2, 360, 1_410),
    # The rule of the wearer's time zone, see `day.local_time`; "" is the offset of the last sync.
    (ZONE, "zone", 0, 0, 48),
    # The stage of the programme that was agreed, 0: none; bit n: stage n + 1 is locked.
    (STAGE, "stage", 1, 0, 16),
    (STAGES_LOCKED, "stages_locked", 2, 0, 65_535),
)
_OLDEST = RADIO_WINDOW_S


def since(setting: int) -> int:
    """Return the version of the link that first had a setting."""
    if setting <= _OLDEST:
        return 1
    return 3 if DAY_PROGRAMME <= setting <= ZONE else 2


def pack(setting: int, value: "int | str") -> bytes:
    """Return the wire form of a setting's value; WireError names the setting and its range."""
    _, name, size, low, high = _find(setting)
    if isinstance(value, str):
        raw = value.encode()
        measure = len(raw)
    else:
        raw = value.to_bytes(size, "little") if 0 <= value < 1 << 8 * size else b""
        measure = value
    if isinstance(value, str) != (size == 0) or not low <= measure <= high:
        unit = " bytes of text" if size == 0 else ""
        raise WireError(f"{name} may be {low} to {high}{unit}")
    return raw


def unpack(setting: int, raw: bytes) -> "int | str":
    """Return the value of a setting from its wire form, checked as `pack` does."""
    _, name, size, _, _ = _find(setting)
    if size == 0:
        try:
            value: int | str = bytes(raw).decode()
        except UnicodeError:
            raise WireError(f"{name} is not UTF-8") from None
    elif len(raw) != size:
        raise WireError(f"{name} of {len(raw)} bytes")
    else:
        value = int.from_bytes(raw, "little")
    pack(setting, value)
    return value


def pack_items(items: "list[tuple[int, bytes]]") -> bytes:
    """Return numbered values (settings) one after another: number, length, value."""
    out = bytearray()
    for number, value in items:
        if not 0 <= number <= 255 or len(value) > 255:
            raise WireError(f"item {number} of {len(value)} bytes")
        out += bytes((number, len(value))) + value
    return bytes(out)


def unpack_items(body: bytes) -> "list[tuple[int, bytes]]":
    """Return the numbered values of `body`."""
    items = []
    at = 0
    while at < len(body):
        end = at + 2 + (body[at + 1] if at + 1 < len(body) else len(body))
        if end > len(body):
            raise WireError("an item runs beyond its message")
        items.append((body[at], bytes(body[at + 2 : end])))
        at = end
    return items


def _find(setting: int) -> "tuple[int, str, int, int, int]":
    for entry in SETTINGS:
        if entry[0] == setting:
            return entry
    raise WireError(f"no setting {setting}")
