"""The settings a laptop may read and write, with limits that it checks, and the watch again."""

from loslaten_core.link.wire import WireError

NAME = 1
THEME = 2
STRENGTH_PCT = 3
CLENCHED_STRENGTH_PCT = 4
WRIST = 5
RADIO_WINDOW_S = 6

# (setting, name, size in bytes (0: text), lowest, highest). For a text the limits are its bytes.
SETTINGS = (
    (NAME, "name", 0, 1, 20),
    (THEME, "theme", 1, 0, 2),
    (STRENGTH_PCT, "strength_pct", 1, 40, 100),
    (CLENCHED_STRENGTH_PCT, "clenched_strength_pct", 1, 40, 100),
    # 0: where the protocol says; else LEFT or RIGHT of `practice.muscles`.
    (WRIST, "wrist", 1, 0, 2),
    (RADIO_WINDOW_S, "radio_window_s", 2, 60, 900),
)


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


def _find(setting: int) -> "tuple[int, str, int, int, int]":
    for entry in SETTINGS:
        if entry[0] == setting:
            return entry
    raise WireError(f"no setting {setting}")
