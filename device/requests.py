# SPDX-License-Identifier: MIT
"""The requests that only ask the rest of the firmware for something; see device/contract.pyi."""

from loslaten_core.link import message as m
from loslaten_core.link import settings


class RefusedError(Exception):
    """Refusal of a request by a service: a code of `message`, and the reason in words."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Services
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
    return settings.pack_items(services.settings())


def _write_settings(services: Services, body: bytes) -> bytes:
    services.write_settings(settings.unpack_items(body))
    return b""


def _list_protocols(services: Services, body: bytes) -> bytes:
    m.exactly(body, 0)
    return m.pack_protocols(services.protocols())


def _choose_protocol(services: Services, body: bytes) -> bytes:
    services.choose_protocol(m.exactly(body, m.CONTENT_ID_BYTES))
    return b""


def _delete_protocol(services: Services, body: bytes) -> bytes:
    services.delete_protocol(m.exactly(body, m.CONTENT_ID_BYTES))
    return b""


def _get_protocol(services: Services, body: bytes) -> bytes:
    return services.get_protocol(m.exactly(body, m.CONTENT_ID_BYTES))


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
    m.CHOOSE_PROTOCOL: _choose_protocol,
    m.DELETE_PROTOCOL: _delete_protocol,
    m.GET_PROTOCOL: _get_protocol,
    m.CONFIRM: _confirm,
    m.PLAY_CUE: _play_cue,
    m.IDENTIFY: _identify,
}
