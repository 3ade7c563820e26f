# SPDX-License-Identifier: MIT
"""The link's messages and codes by name: for the laptop's errors and for whoever reads the wire.

The watch does not load this module. A test holds it, `message` and docs/wire.md to each other.
"""

from loslaten_core.link import message as m
from loslaten_core.link.settings import NAME, SETTINGS
from loslaten_core.link.wire import Layout

NOTHING = Layout()
(NAME_BYTES_MAX,) = (most for number, _, _, _, most in SETTINGS if number == NAME)

# (opcode, name, wire version since, request: fixed part, rest; reply: fixed part, rest)
REQUESTS = (
    (m.HELLO, "HELLO", 1, m.HELLO_HEAD, "nonce", m.HELLO_REPLY_HEAD, "watch_id, nonce"),
    (m.AUTHENTICATE, "AUTHENTICATE", 1, NOTHING, "proof", NOTHING, "proof"),
    (m.STATUS, "STATUS", 1, NOTHING, "", m.STATUS_HEAD, "content_id, firmware, board"),
    (m.SET_CLOCK, "SET_CLOCK", 1, m.CLOCK, "", m.ANCHOR, ""),
    (m.SETTINGS, "SETTINGS", 1, NOTHING, "", NOTHING, "items"),
    (m.WRITE_SETTINGS, "WRITE_SETTINGS", 1, NOTHING, "items", NOTHING, ""),
    (m.LIST_PROTOCOLS, "LIST_PROTOCOLS", 1, NOTHING, "", NOTHING, "entries"),
    (m.PUT_PROTOCOL, "PUT_PROTOCOL", 1, NOTHING, "protocol", NOTHING, "content_id"),
    (m.CHOOSE_PROTOCOL, "CHOOSE_PROTOCOL", 1, NOTHING, "content_id", NOTHING, ""),
    (m.DELETE_PROTOCOL, "DELETE_PROTOCOL", 1, NOTHING, "content_id", NOTHING, ""),
    (m.GET_PROTOCOL, "GET_PROTOCOL", 1, NOTHING, "content_id", NOTHING, "protocol"),
    (m.PULL, "PULL", 1, m.SEQUENCE, "", m.AMOUNT, ""),
    (m.COUNT, "COUNT", 1, m.SEQUENCE, "", m.AMOUNT, ""),
    (m.ABORT, "ABORT", 1, NOTHING, "", NOTHING, ""),
    (m.CONFIRM, "CONFIRM", 1, m.SEQUENCE, "", NOTHING, ""),
    (m.PLAY_CUE, "PLAY_CUE", 1, m.CUE, "", NOTHING, ""),
    (m.IDENTIFY, "IDENTIFY", 1, NOTHING, "", NOTHING, ""),
    (m.SUBSCRIBE, "SUBSCRIBE", 1, m.SWITCH, "", NOTHING, ""),
    (m.FORGET_KEY, "FORGET_KEY", 1, NOTHING, "", NOTHING, ""),
    (m.REBOOT, "REBOOT", 1, m.SWITCH, "", NOTHING, ""),
    (m.HAND_OVER, "HAND_OVER", 3, m.SEQUENCE, "key, name, protocol", NOTHING, ""),
)

# (opcode, name, wire version since, fixed part, rest): from the watch, not asked for one by one.
REPORTS = (
    (m.RECORD, "RECORD", 1, NOTHING, "record"),
    (m.EVENT, "EVENT", 1, m.LIVE, ""),
)

# (code, name, meaning)
CODES = (
    (m.SUCCESS, "SUCCESS", "done"),
    (m.OPCODE_NOT_SUPPORTED, "OPCODE_NOT_SUPPORTED", "the watch does not know this request"),
    (m.INVALID_OPERAND, "INVALID_OPERAND", "the request is malformed"),
    (m.NO_RECORDS, "NO_RECORDS", "no records found"),
    (m.ABORT_UNSUCCESSFUL, "ABORT_UNSUCCESSFUL", "there was nothing to abort"),
    (m.NOT_COMPLETED, "NOT_COMPLETED", "stopped before the end"),
    (m.OPERAND_NOT_SUPPORTED, "OPERAND_NOT_SUPPORTED", "a value is out of range"),
    (m.BUSY, "BUSY", "the watch is busy with something else"),
    (m.NOT_FOUND, "NOT_FOUND", "the watch does not have it"),
    (m.REFUSED, "REFUSED", "the watch refuses"),
    (m.FAULT, "FAULT", "the watch failed"),
    (m.VERSION, "VERSION", "no common version"),
    (m.LOCKED_OUT, "LOCKED_OUT", "locked after failed attempts"),
    (m.NO_KEY, "NO_KEY", "the watch has no key"),
    (m.WRONG_KEY, "WRONG_KEY", "the keys differ"),
)


def request_name(opcode: int) -> str:
    """Return the name of a request, or its number when it has none."""
    for number, name, *_ in REQUESTS:
        if number == opcode:
            return name
    return f"0x{opcode:02x}"


def meaning(code: int) -> str:
    """Return what a code means, in words."""
    for number, _, words in CODES:
        if number == code:
            return words
    return f"code 0x{code:02x}"
