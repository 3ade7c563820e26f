"""What the link asks of the rest of the firmware, and the requests that are only that."""

from loslaten_core.link import message as m
from loslaten_core.link.wire import WireError


class RefusedError(Exception):
    """What a service raises to refuse a request: a code of `message`, and the reason in words."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


TYPE_CHECKING = False
if TYPE_CHECKING:

    class Services:
        """What the firmware does for a proven laptop.

        Every method is synchronous and quick, and gets arguments whose form, not meaning, was
        checked. It raises RefusedError for what it will not do, or a ValueError (ProtocolError,
        WireError) for a value it cannot take; the laptop is told either. Any other exception goes
        to `fault`, the laptop is told that the watch failed, and the link goes on.
        """

        watch_id = b""  # 8 bytes, this watch's own for ever

        @property
        def key(self) -> "bytes | None":
            """The 32 bytes shared with the laptop; None before deployment."""
            raise NotImplementedError

        def status(self) -> "tuple[dict[str, int], bytes, str, str]":
            """Return (values by the names of STATUS_HEAD, chosen content id, firmware, board).

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
            """Return (content id, length, chosen) of each protocol, in the wearer's order."""
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
            """Return an iterator of the raw records from `sequence` on, oldest first.

            It is advanced a record at a time while the link has room, and dropped without notice.
            """
            raise NotImplementedError

        def count(self, sequence: int) -> int:
            """Return how many records there are from `sequence` on."""
            raise NotImplementedError

        def confirm(self, sequence: int) -> None:
            """The laptop has every record up to and including `sequence` safe."""
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

else:
    # On the watch the contract is kept by whoever checked the types; it costs no memory there.
    Services = object


def answer(services: Services, opcode: int, body: bytes) -> bytes:
    """Return the body of the reply; raise WireError for a malformed request, or as the service."""
    handler = _HANDLERS.get(opcode)
    if handler is None:
        raise RefusedError(m.OPCODE_NOT_SUPPORTED)
    return handler(services, body)


def _status(services: Services, body: bytes) -> bytes:
    m.exactly(body, 0)
    values, chosen, firmware, board = services.status()
    head = m.STATUS_HEAD.pack(*[values[name] for name in m.STATUS_HEAD.names])
    return head + m.exactly(chosen, m.CONTENT_ID_BYTES) + m.pack_texts(firmware, board)


def _set_clock(services: Services, body: bytes) -> bytes:
    utc_ms, offset_min, error_ms = m.CLOCK.unpack(body)
    return m.ANCHOR.pack(*services.set_clock(utc_ms, offset_min, error_ms))


def _settings(services: Services, body: bytes) -> bytes:
    m.exactly(body, 0)
    return m.pack_items(services.settings())


def _write_settings(services: Services, body: bytes) -> bytes:
    services.write_settings(m.unpack_items(body))
    return b""


def _list_protocols(services: Services, body: bytes) -> bytes:
    m.exactly(body, 0)
    return m.pack_protocols(services.protocols())


def _put_protocol(services: Services, body: bytes) -> bytes:
    if not 0 < len(body) <= m.PROTOCOL_BYTES:
        raise WireError(f"a protocol of {len(body)} bytes; {m.PROTOCOL_BYTES} fit")
    return m.exactly(services.put_protocol(body), m.CONTENT_ID_BYTES)


def _choose_protocol(services: Services, body: bytes) -> bytes:
    services.choose_protocol(m.exactly(body, m.CONTENT_ID_BYTES))
    return b""


def _delete_protocol(services: Services, body: bytes) -> bytes:
    services.delete_protocol(m.exactly(body, m.CONTENT_ID_BYTES))
    return b""


def _get_protocol(services: Services, body: bytes) -> bytes:
    return services.get_protocol(m.exactly(body, m.CONTENT_ID_BYTES))


def _count(services: Services, body: bytes) -> bytes:
    return m.AMOUNT.pack(services.count(m.SEQUENCE.unpack(body)[0]))


def _confirm(services: Services, body: bytes) -> bytes:
    services.confirm(m.SEQUENCE.unpack(body)[0])
    return b""


def _play_cue(services: Services, body: bytes) -> bytes:
    cue, count, strength_pct = m.CUE.unpack(body)
    services.play_cue(cue, count, strength_pct)
    return b""


def _identify(services: Services, body: bytes) -> bytes:
    m.exactly(body, 0)
    services.identify()
    return b""


_HANDLERS = {
    m.STATUS: _status,
    m.SET_CLOCK: _set_clock,
    m.SETTINGS: _settings,
    m.WRITE_SETTINGS: _write_settings,
    m.LIST_PROTOCOLS: _list_protocols,
    m.PUT_PROTOCOL: _put_protocol,
    m.CHOOSE_PROTOCOL: _choose_protocol,
    m.DELETE_PROTOCOL: _delete_protocol,
    m.GET_PROTOCOL: _get_protocol,
    m.COUNT: _count,
    m.CONFIRM: _confirm,
    m.PLAY_CUE: _play_cue,
    m.IDENTIFY: _identify,
}
