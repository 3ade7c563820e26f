# SPDX-License-Identifier: MIT
"""Frames and messages: everything goes in and comes out, and nonsense has one error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.link import handshake as laptop
from loslaten.link.cipher import AesCcm
from loslaten_core.link import gatt, message, settings
from loslaten_core.link.frame import (
    ACK,
    DATA,
    FRAME_MAX_BYTES,
    FRAME_MIN_BYTES,
    HANDSHAKE_BYTES,
    WINDOW_FRAMES,
    Receiver,
    Sender,
    usable_bytes,
)
from loslaten_core.link.lockout import FIRST_S, FREE_FAILURES, LONGEST_S, Lockout
from loslaten_core.link.wire import Layout, WireError
from loslaten_core.ticks import PERIOD_MS
from tests.link.wrist import ccm

CIPHER_KEY, IV = bytes(range(16)), bytes(range(9))
messages = st.lists(st.binary(min_size=1, max_size=message.MESSAGE_BYTES), min_size=1, max_size=6)
sizes = st.integers(FRAME_MIN_BYTES, FRAME_MAX_BYTES)
ciphers = st.sampled_from([lambda key: None, AesCcm, ccm])


@given(messages, sizes, ciphers)
def test_messages_come_through_frames_whole_and_in_order(sent, frame_bytes, cipher):
    sender = Sender(frame_bytes, cipher(CIPHER_KEY), IV)
    receiver = Receiver(cipher(CIPHER_KEY), IV)
    if cipher(CIPHER_KEY) is None:
        sent = [one[:HANDSHAKE_BYTES] for one in sent]
    got = []
    for one in sent:
        sender.put(one)
        while sender.waiting_bytes:
            frame = sender.cut()
            assert len(frame) <= frame_bytes
            _, payload = receiver.open(frame)
            got += receiver.messages(payload)
    assert got == sent


@pytest.mark.parametrize("behind", [b"\x01\x00b", b"\x05", b"\x05\x00b"])
def test_nothing_is_tacked_on_to_a_greeting(behind):
    assert Receiver().message(b"\x01\x00a") == b"a"
    assert Receiver().message(b"\x02\x00a") is None
    with pytest.raises(WireError, match="more than one message"):
        Receiver().message(b"\x01\x00a" + behind)


def test_a_sealed_frame_without_anything_in_it_is_none():
    cipher = AesCcm(CIPHER_KEY)
    empty = cipher.seal(IV + bytes(4), bytes((DATA, 0)), b"")
    with pytest.raises(WireError, match="an empty frame"):
        Receiver(cipher, IV).open(empty)


def test_before_the_proof_nobody_is_made_to_hold_more_than_a_handshake():
    sender, receiver = Sender(FRAME_MAX_BYTES), Receiver()
    sender.put(bytes(HANDSHAKE_BYTES + 1))
    with pytest.raises(WireError, match="a message of 129 bytes"):
        receiver.messages(receiver.open(sender.cut())[1])


@given(messages, sizes)
def test_laptop_and_watch_seal_alike(sent, frame_bytes):
    frames = []
    for cipher in (AesCcm(CIPHER_KEY), ccm(CIPHER_KEY)):
        sender = Sender(frame_bytes, cipher, IV)
        for one in sent:
            sender.put(one)
        cut = []
        while sender.waiting_bytes:
            cut.append(sender.cut())
        frames.append(cut)
    assert frames[0] == frames[1]


@given(st.lists(st.binary(max_size=300), max_size=20), ciphers)
def test_random_frames_have_one_error(frames, cipher):
    receiver = Receiver(cipher(CIPHER_KEY), IV)
    for frame in frames:
        try:
            opened = receiver.open(frame)
            if opened:
                receiver.messages(opened[1])
        except WireError:
            return


@given(st.binary(max_size=200))
def test_random_bodies_have_one_error(body):
    readers = (
        settings.unpack_items,
        laptop.unpack_protocols,
        lambda raw: laptop.unpack_texts(raw, 2),
        lambda raw: laptop.read_reply(message.STATUS, raw),
        message.STATUS_HEAD.unpack,
        message.CLOCK.unpack,
        message.switch,
        laptop.text,
    )
    for read in readers:
        try:
            read(body)
        except WireError:
            continue


@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=255)), max_size=8))
def test_items_come_back(items):
    assert settings.unpack_items(settings.pack_items(items)) == items


@given(
    st.lists(
        st.tuples(st.binary(min_size=6, max_size=6), st.integers(0, 65535), st.booleans()),
        max_size=8,
    )
)
def test_protocol_lists_come_back(entries):
    assert laptop.unpack_protocols(message.pack_protocols(entries)) == entries


@given(st.text(max_size=20), st.binary(min_size=1, max_size=message.PROTOCOL_BYTES))
def test_hand_overs_come_back(name, packed):
    key = bytes(range(message.KEY_BYTES))
    told = message.pack_hand_over(key, name, packed)
    assert message.unpack_hand_over(told) == (key, name, packed)
    for cut in (told[: -len(packed)], told[: message.KEY_BYTES], b""):
        with pytest.raises(WireError):
            message.unpack_hand_over(cut)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_texts_come_back(texts):
    texts = [text for text in texts if len(text.encode()) < 256]
    assert laptop.unpack_texts(message.pack_texts(*texts), len(texts)) == texts


@given(st.text(max_size=300))
def test_a_reason_is_cut_and_stays_text(reason):
    raw = message.refusal(message.STATUS, message.FAULT, reason)
    code, words = laptop.read_reply(message.STATUS, raw)
    assert code == message.FAULT
    assert len(words) <= message.REASON_BYTES
    assert laptop.text(words) is not None
    short = len(reason.encode()) <= 120
    assert words.decode() == (reason if short else told_short(reason))


def told_short(reason):
    return "".join(one if one.isascii() else "?" * len(one.encode()) for one in reason)[:120]


FIELDS = Layout(("a", 1), ("b", -2), ("c", 6), ("d", 4))


@given(
    st.integers(0, 255),
    st.integers(-32768, 32767),
    st.integers(0, 2**48 - 1),
    st.integers(0, 2**32 - 1),
)
def test_layouts_come_back(a, b, c, d):
    raw = FIELDS.pack(a, b, c, d)
    assert len(raw) == FIELDS.size == 13
    assert FIELDS.unpack(raw) == (a, b, c, d)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((256, 0, 0, 0), "a 256 does not fit 8 bits"),
        ((-1, 0, 0, 0), "a -1 does not fit 8 bits"),
        ((0, 32768, 0, 0), "b 32768 does not fit 16 bits"),
        ((0, -32769, 0, 0), "b -32769"),
        ((0, 0, 1 << 48, 0), "c 281474976710656"),
        ((0, 0, 0), "3 values for 4 fields"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(values, words):
    with pytest.raises(WireError, match=words):
        FIELDS.pack(*values)


@pytest.mark.parametrize("size", [0, 12, 14, 200])
def test_a_layout_of_another_size_is_refused(size):
    with pytest.raises(WireError, match=f"{size} bytes where 13 belong"):
        FIELDS.unpack(bytes(size))


@pytest.mark.parametrize("size", [0, message.MESSAGE_BYTES + 1])
def test_a_message_of_an_impossible_size(size):
    with pytest.raises(WireError):
        Sender(20).put(bytes(size))
    with pytest.raises(WireError):
        Receiver().messages(size.to_bytes(2, "little"))


def test_acknowledgements_open_the_window_and_never_more():
    sender = Sender(20, AesCcm(CIPHER_KEY), IV)
    sender.put(bytes(200))
    for _ in range(WINDOW_FRAMES):
        sender.cut()
    assert sender.outstanding == WINDOW_FRAMES
    sender.acknowledge(b"\x03")
    assert sender.outstanding == 5
    sender.acknowledge(b"\x03")
    assert sender.outstanding == 5
    for wrong in (b"\x02", b"\x09", b"\xff", b"", b"\x03\x03"):
        with pytest.raises(WireError):
            sender.acknowledge(wrong)
    assert sender.outstanding == 5


def test_the_counter_goes_on_where_its_low_byte_wraps():
    sender, receiver = Sender(20, AesCcm(CIPHER_KEY), IV), Receiver(AesCcm(CIPHER_KEY), IV)
    for number in range(1000):
        kind, payload = receiver.open(sender.acknowledgement(number))
        assert (kind, payload) == (ACK, bytes((number & 0xFF,)))


def test_a_session_never_uses_a_nonce_twice():
    sender, receiver = Sender(20, AesCcm(CIPHER_KEY), IV), Receiver(AesCcm(CIPHER_KEY), IV)
    sender.counter = receiver.counter = 0xFFFF_FFFE
    receiver.open(sender.acknowledgement(0))
    with pytest.raises(WireError, match="used up"):
        sender.acknowledgement(0)
    with pytest.raises(WireError, match="used up"):
        receiver.open(bytes((ACK, 0xFF)) + bytes(9))


@pytest.mark.parametrize(
    ("limits", "size"), [((20,), 20), ((3,), 20), ((514,), 244), ((182, 244), 182), ((0, 5), 20)]
)
def test_frame_sizes(limits, size):
    assert usable_bytes(*limits) == size


# Advertising and table


def test_the_service_table_leaves_room():
    taken = gatt.table_bytes(gatt.TABLE)
    assert taken == 236
    assert taken < gatt.BUDGET_BYTES * 2 // 3


def test_no_characteristic_asks_for_encryption():
    encrypted = 0x0200 | 0x0400 | 0x0800 | 0x1000 | 0x2000 | 0x4000
    for _, characteristics in gatt.TABLE:
        for _, flags in characteristics:
            assert not flags & encrypted


def test_advertising_fits_and_says_nothing_of_health():
    data = gatt.advertisement(b"wrist-01", 1)
    assert len(data) <= 31
    assert data[-5:] == b"wris\x01"
    assert len(gatt.scan_response("x" * 20)) <= 31
    with pytest.raises(WireError):
        gatt.scan_response("x" * 21)


@pytest.mark.parametrize(
    ("company", "data", "read"),
    [
        (0xFFFF, b"wris\x01", (b"wris", 1)),
        (0xFFFF, b"wris", None),
        (0xFFFF, b"wris\x01\x01", None),
        (0x004C, b"wris\x01", None),
    ],
)
def test_only_our_advertising_is_read(company, data, read):
    assert gatt.read_manufacturer_data(company, data) == read


# Settings


@pytest.mark.parametrize("entry", settings.SETTINGS, ids=lambda entry: entry[1])
def test_settings_at_their_limits(entry):
    number, name, size, low, high = entry
    inside = [low, high] if size else ["x" * low, "é" * (high // 2)]
    too_short = ["x" * (low - 1)] if low else []
    outside = [low - 1, high + 1, -1, 1 << 32] if size else [*too_short, "x" * (high + 1)]
    for value in inside:
        assert settings.unpack(number, settings.pack(number, value)) == value
    for value in outside:
        with pytest.raises(WireError, match=name):
            settings.pack(number, value)


@pytest.mark.parametrize("raw", [b"", b"\x01\x02\x03", b"\xff\xff\xff\xff"])
def test_settings_of_a_wrong_size_or_range(raw):
    for number, _, size, *_ in settings.SETTINGS:
        if size or (number == settings.NAME and not raw):
            with pytest.raises(WireError):
                settings.unpack(number, raw)


def test_a_name_that_is_not_text():
    with pytest.raises(WireError, match="not UTF-8"):
        settings.unpack(settings.NAME, b"\xff\xfe")


# Lock-out


@pytest.mark.parametrize("start_ms", [0, PERIOD_MS - 5_000])
def test_the_lock_out_doubles_up_to_a_quarter_of_an_hour(start_ms):
    lockout = Lockout()
    now_ms = start_ms
    waits = []
    for _ in range(FREE_FAILURES + 9):
        lockout.failed(now_ms)
        wait_s = lockout.remaining_s(now_ms)
        waits.append(wait_s)
        now_ms = (now_ms + 1000 * wait_s) % PERIOD_MS
        assert lockout.remaining_s(now_ms) == 0
    assert waits == [0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert (waits[3], waits[-1]) == (FIRST_S, LONGEST_S)


def test_a_lock_out_long_past_does_not_come_back_when_the_ticks_wrap():
    lockout = Lockout()
    for _ in range(FREE_FAILURES + 1):
        lockout.failed(0)
    assert lockout.remaining_s(PERIOD_MS // 2 + 20_000) == 0
    assert lockout.remaining_s(1) == 0
