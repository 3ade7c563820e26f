# SPDX-License-Identifier: MIT
"""What the link asks of the rest of the firmware; for type checkers alone, not on the watch."""

from collections.abc import Iterator

class Services:
    """What the firmware does for a proven laptop.

    Every method is synchronous and quick, and gets arguments whose form, not meaning, was
    checked. It raises RefusedError for what it will not do, or a ValueError (ProtocolError,
    WireError) for a value it cannot take; the laptop is told either. Any other exception goes
    to `fault`, the laptop is told that the watch failed, and the link goes on.
    """

    watch_id: bytes
    """8 bytes, this watch's own for ever."""

    @property
    def key(self) -> bytes | None:
        """The 32 bytes shared with the laptop; None before deployment."""

    def status(self) -> tuple[dict[str, int], bytes, str, str]:
        """Return (values by the names of STATUS_HEAD, chosen content id, firmware, board).

        The content id is six zero bytes when no protocol is chosen.
        """

    def set_clock(self, utc_ms: int, offset_min: int, error_ms: int) -> tuple[int, int]:
        """Keep a time anchor; return (boot id, uptime in ms) of the moment it was taken at."""

    def settings(self) -> list[tuple[int, bytes]]:
        """Return all settings in their wire form."""

    def write_settings(self, items: list[tuple[int, bytes]]) -> None:
        """Take the given settings: all of them, or none and raise."""

    def protocols(self) -> list[tuple[bytes, int, bool]]:
        """Return (content id, length, chosen) of each protocol, in the wearer's order."""

    def put_protocol(self, packed: bytes) -> bytes:
        """Keep a packed protocol, whole or not at all, and return its content id."""

    def choose_protocol(self, content_id: bytes) -> None:
        """Choose the protocol that the next session practises."""

    def delete_protocol(self, content_id: bytes) -> None:
        """Delete a protocol."""

    def get_protocol(self, content_id: bytes) -> bytes:
        """Return a packed protocol."""

    def records(self, sequence: int) -> Iterator[bytes]:
        """Return an iterator of the raw records from `sequence` on, oldest first.

        It is advanced a record at a time while the link has room, and dropped without notice.
        """

    def confirm(self, sequence: int) -> None:
        """The laptop has every record up to and including `sequence` safe."""

    def play_cue(self, cue: int, count: int, strength_pct: int) -> None:
        """Play a cue now."""

    def identify(self) -> None:
        """Vibrate, so that the wearer knows which watch this is."""

    def forget_key(self) -> None:
        """Erase the shared key, at once; the link ends after the reply."""

    def hand_over(self, sequence: int, key: bytes, name: str, packed: bytes) -> None:
        """Be another person's watch from the next start on, which follows the reply.

        Key, name and one protocol are what it has then, and nothing else. RefusedError unless
        `sequence` is the last record there is.
        """

    def reboot(self, safe_mode: bool) -> None:
        """Restart; called when the reply has gone out and the link is closing."""

    def fault(self, error: Exception) -> None:
        """Keep a note of an error in a service."""
