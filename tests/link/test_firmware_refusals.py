# SPDX-License-Identifier: MIT
"""Refusals of the firmware itself, asked frame by frame: no laptop of ours would ask for it."""

import pytest

from device.link import Server
from loslaten.link.cipher import AesCcm
from loslaten.link.handshake import LaptopHandshake
from loslaten_core.link import message as m
from loslaten_core.link.frame import FRAME_MIN_BYTES, Receiver, Sender
from loslaten_core.link.lockout import Lockout
from tests.link.wrist import KEY, Memory, ccm


class Laptop:
    """A laptop that does as it is told, beside a server of the firmware."""

    def __init__(self):
        self.services = Memory([b"record"] * 3)
        self.lockout = Lockout()
        self.server = Server(self.services, self.lockout, bytes, ccm, 0)
        self._sender, self._receiver = Sender(FRAME_MIN_BYTES), Receiver()
        self._keys = None

    def send(self, *messages):
        """Send messages in as few frames as they fit; return the messages that come back."""
        for message in messages:
            self._sender.put(message)
        while self._sender.waiting_bytes:
            self.server.receive(0, self._sender.cut())
        return self.heard()

    def heard(self):
        messages = []
        while (frame := self.server.next_frame(0)) is not None:
            opened = self._receiver.open(frame)
            messages += self._receiver.messages(opened[1])
        return messages

    def greet(self):
        handshake = LaptopHandshake(bytes(16), 244, (1, 1))
        (reply,) = self.send(handshake.hello)
        handshake.read_hello(reply)
        self._keys = handshake.keys(KEY)
        return self._keys

    def prove(self):
        keys = self.greet()
        (reply,) = self.send(m.request(m.AUTHENTICATE, keys.laptop_proof))
        assert reply == m.reply(m.AUTHENTICATE, m.SUCCESS, keys.watch_proof)
        key, iv = keys.to_watch
        self._sender = Sender(FRAME_MIN_BYTES, AesCcm(key), iv)
        key, iv = keys.to_laptop
        self._receiver = Receiver(AesCcm(key), iv)
        return self

    def acknowledge(self):
        self.server.receive(0, self._sender.acknowledgement(self._receiver.counter))
        return self.heard()


def refusal(opcode, code):
    return bytes((opcode | m.REPLY, code))


def test_after_a_wrong_proof_the_right_one_is_not_heard_any_more():
    laptop = Laptop()
    keys = laptop.greet()
    wrong = m.request(m.AUTHENTICATE, bytes(32))
    answers = [laptop.send(wrong) for _ in range(20)]
    assert answers[0] == [m.refusal(m.AUTHENTICATE, m.WRONG_KEY)]
    assert answers[1:] == [[]] * 19
    assert laptop.send(m.request(m.AUTHENTICATE, keys.laptop_proof)) == []
    assert not laptop.server.proven
    # One connection is one guess.
    assert laptop.lockout._failures == 1


@pytest.mark.parametrize("change", [lambda proof: b"", lambda proof: proof[:-1], lambda p: p + p])
def test_a_proof_of_another_length_proves_nothing(change):
    laptop = Laptop()
    proof = change(laptop.greet().laptop_proof)
    assert laptop.send(m.request(m.AUTHENTICATE, proof)) == [
        m.refusal(m.AUTHENTICATE, m.WRONG_KEY)
    ]
    assert not laptop.server.proven


@pytest.mark.parametrize("part", ["_receiver", "_sender"])
def test_a_lack_of_memory_costs_the_link_and_is_written_down(part):
    class Short:
        waiting_bytes = 1

        def __getattr__(self, name):
            raise MemoryError

    laptop = Laptop().prove()
    setattr(laptop.server, part, Short())
    assert laptop.send(m.request(m.STATUS)) == []
    assert laptop.server.closed == "failed"
    assert [type(one) for one in laptop.services.faults] == [MemoryError]


def test_a_second_greeting_is_refused():
    laptop = Laptop()
    laptop.greet()
    assert laptop.send(LaptopHandshake(bytes(16), 244, (1, 1)).hello) == []
    assert laptop.server.closed == "a request before the proof"


@pytest.mark.parametrize("last", [m.request(m.FORGET_KEY), m.request(m.REBOOT, b"\x00")])
def test_nothing_is_answered_or_done_while_the_watch_leaves(last):
    laptop = Laptop().prove()
    cue = m.request(m.PLAY_CUE, m.CUE.pack(3, 0, 100))
    replies = laptop.send(last, cue, m.request(m.STATUS))
    assert [reply[0] for reply in replies] == [last[0] | m.REPLY]
    assert laptop.services.played == []
    assert laptop.send(cue) == []
    assert laptop.services.played == []
    laptop.acknowledge()
    assert laptop.server.closed == "left"


def test_a_reboot_waits_for_its_reply_to_be_heard_and_comes_once():
    laptop = Laptop().prove()
    laptop.send(m.request(m.REBOOT, b"\x01"))
    assert (laptop.services.reboots, laptop.server.closed) == ([], "")
    laptop.acknowledge()
    laptop.server.end()
    laptop.server.end()
    assert laptop.services.reboots == [True]


def test_only_abort_is_heard_while_records_are_on_their_way():
    laptop = Laptop().prove()
    laptop.services.stored = [bytes(200)] * 100
    begun = laptop.send(m.request(m.PULL, m.SEQUENCE.pack(1)))
    assert {one[0] for one in begun} <= {m.RECORD}
    laptop.send(m.request(m.CONFIRM, m.SEQUENCE.pack(50)))
    assert laptop.services.confirmed == 0
    assert laptop.server.pulling
    laptop.send(m.request(m.ABORT))
    assert not laptop.server.pulling


@pytest.mark.parametrize(
    "leave", [lambda laptop: laptop.server.end(), lambda laptop: laptop.send(m.request(m.ABORT))]
)
def test_the_journal_is_let_go_of_when_no_more_records_are_wanted(leave):
    laptop = Laptop().prove()
    under_way = []
    records = laptop.services.records
    laptop.services.stored = [bytes(200)] * 100
    laptop.services.records = lambda sequence: under_way.append(records(sequence)) or under_way[0]
    laptop.send(m.request(m.PULL, m.SEQUENCE.pack(1)))
    assert under_way[0].gi_frame is not None
    leave(laptop)
    assert under_way[0].gi_frame is None


def test_where_no_record_is_left_none_are_counted_and_a_pull_is_refused():
    laptop, beyond = Laptop().prove(), m.SEQUENCE.pack(4)
    assert laptop.send(m.request(m.COUNT, beyond)) == [
        m.reply(m.COUNT, m.SUCCESS, m.AMOUNT.pack(0))
    ]
    (reply,) = laptop.send(m.request(m.PULL, beyond))
    assert reply[:2] == refusal(m.PULL, m.NO_RECORDS)


def test_an_abort_without_a_pull_is_refused():
    (reply,) = Laptop().prove().send(m.request(m.ABORT))
    assert reply[:2] == refusal(m.ABORT, m.ABORT_UNSUCCESSFUL)


@pytest.mark.parametrize(
    ("opcode", "body", "code"),
    [
        (0x7F, b"", m.OPCODE_NOT_SUPPORTED),
        (m.STATUS, b"\x00", m.INVALID_OPERAND),
        (m.SETTINGS, b"\x00", m.INVALID_OPERAND),
        (m.LIST_PROTOCOLS, b"\x00", m.INVALID_OPERAND),
        (m.CONFIRM, b"\x00", m.INVALID_OPERAND),
        (m.SUBSCRIBE, b"\x02", m.INVALID_OPERAND),
        (m.REBOOT, b"\x02", m.INVALID_OPERAND),
        (m.FORGET_KEY, b"\x00", m.INVALID_OPERAND),
        (m.IDENTIFY, b"\x00", m.INVALID_OPERAND),
        (m.PUT_PROTOCOL, b"", m.INVALID_OPERAND),
        (m.PUT_PROTOCOL, bytes(m.PROTOCOL_BYTES + 1), m.INVALID_OPERAND),
        (m.PUT_PROTOCOL, b"bad", m.REFUSED),
        (m.CHOOSE_PROTOCOL, b"nobody", m.NOT_FOUND),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_code_and_changes_nothing(opcode, body, code):
    laptop = Laptop().prove()
    replies = []
    for message in (m.request(opcode, body), m.request(m.COUNT, m.SEQUENCE.pack(1))):
        replies += laptop.send(message)
        replies += laptop.acknowledge()
    assert replies[0][:2] == refusal(opcode, code)
    assert replies[1] == m.reply(m.COUNT, m.SUCCESS, m.AMOUNT.pack(3)), "the link goes on"
    assert laptop.services.key == KEY
    assert laptop.services.packed == {}
    assert laptop.services.played == []
    assert laptop.services.faults == []


def test_more_acknowledgements_than_frames_end_the_link():
    laptop = Laptop().prove()
    laptop.server.receive(0, laptop._sender.acknowledgement(9))
    assert laptop.server.closed


def test_live_events_wait_for_no_one_and_are_counted():
    laptop = Laptop().prove()
    laptop.send(m.request(m.SUBSCRIBE, b"\x01"))
    for number in range(300):
        laptop.server.event(number, 1, 2, 1, 3)
    told = laptop.heard()
    while more := laptop.acknowledge():
        told += more
    laptop.server.event(300, 1, 2, 1, 3)
    (last,) = laptop.heard()
    body = m.LIVE.unpack(last[1:])
    assert body[0] == 300
    assert body[-1] == min(255, 300 - len(told))
    assert len(told) < 300
    laptop.server.event(301, 1, 2, 1, 3)
    (next_one,) = laptop.heard()
    assert m.LIVE.unpack(next_one[1:])[-1] == 0
