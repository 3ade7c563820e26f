# SPDX-License-Identifier: MIT
"""The watch's own settings on flash: what the laptop may change, checked on the way in and out."""

from device import files
from loslaten_core.link import settings
from loslaten_core.link.wire import WireError

_DEFAULTS = (
    (settings.NAME, "Wrist"),
    (settings.THEME, 0),
    (settings.STRENGTH_PCT, 100),
    (settings.CLENCHED_STRENGTH_PCT, 100),
    (settings.WRIST, 0),
    (settings.RADIO_WINDOW_S, 180),
    (settings.RATINGS, 0),
    (settings.DAY_PROGRAMME, 0),
    (settings.DAY_TAPS, 5),
    (settings.DAY_FROM_MIN, 540),
    (settings.DAY_UNTIL_MIN, 1_020),
    (settings.REMINDER, 0),
    (settings.REMINDER_AT_MIN, 1_260),
    (settings.ZONE, ""),
    (settings.STAGE, 0),
    (settings.STAGES_LOCKED, 0),
)


class Settings:
    """The settings in the file at `path`; one that is damaged or missing has its default."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._values = list(_DEFAULTS)
        try:
            stored = settings.unpack_items(files.read(path) or b"")
        except WireError:
            stored = []
        for setting, raw in stored:
            try:
                self._set(setting, settings.unpack(setting, raw))
            except WireError:
                continue

    def get(self, setting: int) -> int | str:
        """Return a setting's value."""
        for known, value in self._values:
            if known == setting:
                return value
        raise WireError(f"no setting {setting}")

    def number(self, setting: int) -> int:
        """Return the value of a setting that is a number."""
        value = self.get(setting)
        return value if isinstance(value, int) else 0

    def text(self, setting: int) -> str:
        """Return the value of a setting that is a text."""
        return str(self.get(setting))

    def items(self) -> list[tuple[int, bytes]]:
        """Return all settings in their wire form."""
        return [(setting, settings.pack(setting, value)) for setting, value in self._values]

    def write(self, items: list[tuple[int, bytes]]) -> None:
        """Take and keep settings in their wire form: all of them, or with WireError none."""
        self.take(items)
        self.save()

    def take(self, items: list[tuple[int, bytes]]) -> None:
        """Let settings count from now on, all of them or with WireError none; see `save`."""
        for setting, value in [(s, settings.unpack(s, raw)) for s, raw in items]:
            self._set(setting, value)

    def save(self) -> None:
        """Keep on flash what counts now."""
        files.write(self._path, settings.pack_items(self.items()))

    def _set(self, setting: int, value: int | str) -> None:
        self._values = [(s, value if s == setting else v) for s, v in self._values]
