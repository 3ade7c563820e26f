# SPDX-License-Identifier: MIT
"""Every message of the link: its number, its layout, its answers (docs/wire.md has the tables).

A message is one byte of opcode and a body. The laptop asks; the watch answers each request with
`opcode | REPLY`, one byte of code and, on success, a body, else a reason in words (UTF-8). RECORD
and EVENT come from the watch without a request of their own. The layouts of an agreed version are
exact: too short and too long are both refused.
"""

from loslaten_core.link.wire import Layout, WireError

VERSION_MIN = 1
VERSION_MAX = 3

# The largest message either side puts together in memory.
MESSAGE_BYTES = 1024
WATCH_ID_BYTES = 8
CONTENT_ID_BYTES = 6
NONCE_BYTES = 16
PROOF_BYTES = 32
KEY_BYTES = 32
PROTOCOL_BYTES = 512
REASON_BYTES = 120

REPLY = 0x80

HELLO = 0x01
AUTHENTICATE = 0x02
STATUS = 0x10
SET_CLOCK = 0x11
SETTINGS = 0x12
WRITE_SETTINGS = 0x13
LIST_PROTOCOLS = 0x20
PUT_PROTOCOL = 0x21
CHOOSE_PROTOCOL = 0x22
DELETE_PROTOCOL = 0x23
GET_PROTOCOL = 0x24
PULL = 0x30
COUNT = 0x31
ABORT = 0x32
CONFIRM = 0x33
RECORD = 0x34
PLAY_CUE = 0x40
IDENTIFY = 0x41
SUBSCRIBE = 0x42
EVENT = 0x43
FORGET_KEY = 0x50
REBOOT = 0x51
HAND_OVER = 0x52

# 1 to 9 are the response codes of the Bluetooth Record Access Control Point, with its meanings.
SUCCESS = 1
OPCODE_NOT_SUPPORTED = 2
INVALID_OPERAND = 5
NO_RECORDS = 6
ABORT_UNSUCCESSFUL = 7
NOT_COMPLETED = 8
OPERAND_NOT_SUPPORTED = 9
BUSY = 0x40
NOT_FOUND = 0x41
REFUSED = 0x42
FAULT = 0x43
VERSION = 0x48
LOCKED_OUT = 0x49
NO_KEY = 0x4A
WRONG_KEY = 0x4B

# HELLO and its reply keep their layout for ever: by them two versions find out about each other.
HELLO_HEAD = Layout(("min_version", 1), ("max_version", 1), ("frame_bytes", 1))
HELLO_REPLY_HEAD = Layout(
    ("min_version", 1), ("max_version", 1), ("version", 1), ("frame_bytes", 1), ("locked_s", 2)
)

STATUS_HEAD = Layout(
    ("boot_id", 4),
    ("uptime_ms", 6),
    ("state", 1),
    ("battery_mv", 2),
    ("battery_pct", 1),
    ("charging", 1),
    ("clock_set", 1),
    ("first_record", 4),
    ("next_record", 4),
    ("confirmed_record", 4),
    ("storage_used", 4),
    ("storage_bytes", 4),
    ("summarised", 2),
    ("lost", 2),
    ("lost_events", 2),
    ("faults", 2),
    ("protocols", 1),
)
UNKNOWN_PCT = 255
# What `clock_set` says where the time is known, but too badly for taps by day and a reminder; an
# older laptop takes it for 1.
CLOCK_TOO_WIDE = 2
# Values of `state`.
IDLE = 0
IN_SESSION = 1
SAFE_MODE = 2

CLOCK = Layout(("utc_ms", 6), ("offset_min", -2), ("error_ms", 2))
ANCHOR = Layout(("boot_id", 4), ("uptime_ms", 6))
PROTOCOL_ENTRY = Layout(("length", 2), ("chosen", 1))
SEQUENCE = Layout(("sequence", 4))
AMOUNT = Layout(("count", 4))
CUE = Layout(("cue", 1), ("count", 1), ("strength_pct", 1))
SWITCH = Layout(("on", 1))
LIVE = Layout(("at_ms", 4), ("event", 1), ("group", 1), ("repeat", 1), ("cue", 1), ("lost", 1))
NO_GROUP = 255


def request(opcode: int, body: bytes = b"") -> bytes:
    """Return a request."""
    return bytes((opcode,)) + body


def reply(opcode: int, code: int, body: bytes = b"") -> bytes:
    """Return the reply to `opcode`: a body with SUCCESS, a reason in UTF-8 with any other code."""
    return bytes((opcode | REPLY, code)) + body


def refusal(opcode: int, code: int, reason: str = "") -> bytes:
    """Return the reply that refuses `opcode`, its reason cut to what the wire allows."""
    raw = reason.encode()
    if len(raw) > REASON_BYTES:
        raw = bytes(byte if byte < 128 else 63 for byte in raw[:REASON_BYTES])
    return reply(opcode, code, raw)


def pack_texts(*texts: str) -> bytes:
    """Return texts one after another, each with one byte of length in front."""
    out = b""
    for text in texts:
        raw = text.encode()
        if len(raw) > 255:
            raise WireError(f"a text of {len(raw)} bytes")
        out += bytes((len(raw),)) + raw
    return out


def pack_protocols(entries: "list[tuple[bytes, int, bool]]") -> bytes:
    """Return the list of protocols: (content id, length in bytes, chosen) each."""
    return b"".join(
        content_id + PROTOCOL_ENTRY.pack(length, int(chosen))
        for content_id, length, chosen in entries
    )


def pack_hand_over(key: bytes, name: str, protocol: bytes) -> bytes:
    """Return what the next person's watch has: its key, its name, one packed protocol."""
    return exactly(key, KEY_BYTES) + pack_texts(name) + protocol


def unpack_hand_over(body: bytes) -> "tuple[bytes, str, bytes]":
    """Return (key, name, packed protocol)."""
    name_ends = KEY_BYTES + 1 + (body[KEY_BYTES] if len(body) > KEY_BYTES else 0)
    if not 0 < len(body) - name_ends <= PROTOCOL_BYTES:
        raise WireError(f"a hand-over of {len(body)} bytes")
    try:
        name = bytes(body[KEY_BYTES + 1 : name_ends]).decode()
    except UnicodeError:
        raise WireError("a name that is no UTF-8") from None
    return bytes(body[:KEY_BYTES]), name, bytes(body[name_ends:])


def exactly(body: bytes, size: int) -> bytes:
    """Return `body`, which must have exactly `size` bytes."""
    if len(body) != size:
        raise WireError(f"{len(body)} bytes where {size} belong")
    return bytes(body)


def switch(body: bytes) -> bool:
    """Return the one on-or-off value of `body`."""
    (on,) = SWITCH.unpack(body)
    if on > 1:
        raise WireError(f"on or off is 1 or 0, not {on}")
    return on == 1
