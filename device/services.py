"""What the link asks of the rest of the firmware."""


class RefusedError(Exception):
    """What a service raises to refuse a request: a code of `message`, and the reason in words."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Services:
    """What the firmware does for a proven laptop.

    Every method is synchronous and quick, and gets arguments whose form, not meaning, was checked.
    It raises RefusedError for what it will not do, or a ValueError (ProtocolError, WireError) for
    a value it cannot take; the laptop is told either. Any other exception goes to `fault`, the
    laptop is told that the watch failed, and the link goes on.
    """

    watch_id = b""  # 8 bytes, this watch's own for ever
    key: "bytes | None" = None  # 32 bytes shared with the laptop; None before deployment

    def status(self) -> "tuple[dict[str, int], bytes, str, str]":
        """Return (values by the names of message.STATUS_HEAD, chosen content id, firmware, board).

        The content id is six zero bytes when no protocol is chosen.
        """
        raise NotImplementedError

    def set_clock(self, utc_ms: int, offset_min: int, error_ms: int) -> "tuple[int, int]":
        """Keep a time anchor; return (boot id, uptime in ms) of the moment it was taken at."""
        raise NotImplementedError

    def settings(self) -> "list[tuple[int, bytes]]":
        """Return all settings in their wire form."""
        raise NotImplementedError

    def write_settings(self, items: "list[tuple[int, bytes]]") -> None:
        """Take the given settings: all of them, or none and raise."""
        raise NotImplementedError

    def protocols(self) -> "list[tuple[bytes, int, bool]]":
        """Return (content id, length in bytes, chosen) of each protocol, in the wearer's order."""
        raise NotImplementedError

    def put_protocol(self, packed: bytes) -> bytes:
        """Keep a packed protocol, whole or not at all, and return its content id."""
        raise NotImplementedError

    def choose_protocol(self, content_id: bytes) -> None:
        """Choose the protocol that the next session practises."""
        raise NotImplementedError

    def delete_protocol(self, content_id: bytes) -> None:
        """Delete a protocol."""
        raise NotImplementedError

    def get_protocol(self, content_id: bytes) -> bytes:
        """Return a packed protocol."""
        raise NotImplementedError

    def records(self, sequence: int):
        """Return an iterator of (sequence, raw record) from `sequence` on, rising.

        It is advanced a record at a time while the link has room, and dropped without notice.
        """
        raise NotImplementedError

    def count(self, sequence: int) -> int:
        """Return how many records there are from `sequence` on."""
        raise NotImplementedError

    def confirm(self, sequence: int) -> None:
        """The laptop has every record up to and including `sequence` safe: space may be reused."""
        raise NotImplementedError

    def play_cue(self, cue: int, count: int, strength_pct: int) -> None:
        """Play a cue now."""
        raise NotImplementedError

    def identify(self) -> None:
        """Vibrate, so that the wearer knows which watch this is."""
        raise NotImplementedError

    def forget_key(self) -> None:
        """Erase the shared key, at once; the link ends after the reply."""
        raise NotImplementedError

    def reboot(self, safe_mode: bool) -> None:
        """Restart; called when the reply has gone out and the link is closing."""
        raise NotImplementedError

    def fault(self, error: Exception) -> None:
        """Keep a note of an error in a service."""
        raise NotImplementedError
