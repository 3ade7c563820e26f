# SPDX-License-Identifier: MIT
"""The packed form of a protocol: what the watch takes, and what it refuses."""

import binascii
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten_core.practice import checks, limits, protocol
from loslaten_core.practice.protocol import Group, Protocol, ProtocolError
from tests.practice.examples import every_mode
from tests.practice.strategies import protocols

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "protocol.json").read_text())
PACKED = protocol.pack(every_mode())


@settings(deadline=None, max_examples=150)
@given(protocols())
def test_packing_loses_nothing_that_is_practised(made: Protocol):
    packed = protocol.pack(made)
    again = protocol.unpack(packed)
    assert len(packed) <= protocol.PACKED_MAX_BYTES
    assert protocol.pack(again) == packed
    for group in made.groups:
        group.tense_ms = group.tense_ms if group.tenses else 0
    assert [vars(group) for group in again.groups] == [vars(group) for group in made.groups]
    for name, value in vars(made).items():
        assert name == "groups" or getattr(again, name) == value


def test_any_byte_changed_to_any_value_is_refused():
    for at in range(len(PACKED)):
        for value in range(256):
            if value != PACKED[at]:
                with pytest.raises(ProtocolError):
                    protocol.unpack(PACKED[:at] + bytes((value,)) + PACKED[at + 1 :])


@pytest.mark.parametrize("length", range(len(PACKED) - 4))
def test_what_is_cut_short_is_refused(length: int):
    with pytest.raises(ProtocolError):
        protocol.unpack(PACKED[:length])
    with pytest.raises(ProtocolError):
        protocol.unpack(signed(PACKED[:length]))


def signed(body: bytes) -> bytes:
    return body + binascii.crc32(body).to_bytes(4, "little")


def test_the_longest_is_of_all_groups_there_may_be_with_the_longest_name():
    length, (_, groups) = limits.NAME_BYTES[1], limits.GROUPS

    def of_groups(count: int) -> bytes:
        name = bytes((length,)) + b"n" * length
        return signed(PACKED[:7] + name + bytes((count,)) + PACKED[-12:-4] * count)

    longest = of_groups(groups)
    assert len(longest) == protocol.PACKED_MAX_BYTES == 225
    assert len(protocol.unpack_known(longest).groups) == groups
    with pytest.raises(ProtocolError, match="13 to 225 bytes"):
        protocol.unpack_known(of_groups(groups + 1))


@pytest.mark.parametrize("more", [b"\0", b"\0" * 8, bytes(300), signed(PACKED)])
def test_what_is_too_long_is_refused(more: bytes):
    with pytest.raises(ProtocolError):
        protocol.unpack(PACKED + more)
    with pytest.raises(ProtocolError):
        protocol.unpack(signed(PACKED[:-4] + more))


@settings(deadline=None)
@given(st.binary(max_size=260))
def test_garbage_is_refused_even_when_it_is_signed(garbage: bytes):
    for packed in (garbage, signed(garbage)):
        with pytest.raises(ProtocolError):
            protocol.unpack(packed)


def unpacked_or_refused(packed: bytes) -> Protocol | None:
    try:
        return protocol.unpack(packed)
    except ProtocolError:
        return None


def test_a_signed_change_is_refused_or_means_exactly_what_it_says():
    body = PACKED[:-4]
    taken = 0
    for at in range(len(body)):
        for value in range(256):
            packed = signed(body[:at] + bytes((value,)) + body[at + 1 :])
            made = unpacked_or_refused(packed)
            if made is not None:
                taken += 1
                assert checks.problems(made) == []
                assert protocol.pack(made) == packed
    assert taken > len(body)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(PACKED) - 5), st.integers(0, 255)), min_size=2))
def test_signed_changes_together_are_refused_or_mean_what_they_say(changes: list):
    body = bytearray(PACKED[:-4])
    for at, value in changes:
        body[at] = value
    packed = signed(bytes(body))
    made = unpacked_or_refused(packed)
    if made is not None:
        assert protocol.pack(made) == packed


# The first group's bytes: muscle, flags, tense, release, release, gap, repeats, strength.
FIRST = 8 + len("modes") + 1


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [
        (0, 3, "version 3"),
        (0, 2, "not known here"),
        (1, 0x81, "not known here"),
        (3, 0xFF, "settle_in"),
        (5, 0xFF, "final_rest"),
        (6, 51, "fade_pct"),
        (7, 6, "lengths"),
        (8, 0xC3, "UTF-8"),
        (8, ord("M"), "name"),
        (FIRST - 1, 4, "lengths"),
        (FIRST, 0, "unknown muscle"),
        (FIRST, 11, "twice"),
        (FIRST + 1, 0x08, "not known here"),
        (FIRST + 2, 31, "cramp"),
        (FIRST + 3, 0, "release"),
        (FIRST + 4, 0xFF, "release"),
        (FIRST + 5, 151, "ready_gap"),
        (FIRST + 6, 0x02, "repeats minimum"),
        (FIRST + 6, 0x21, "minimum <= maximum"),
        (FIRST + 6, 0x1F, "repeats maximum"),
        (FIRST + 7, 101, "strength_pct"),
        (FIRST + 8 + 2, 60, "not known here"),
    ],
)
def test_a_signed_protocol_outside_the_limits_is_refused(at: int, value: int, said: str):
    body = PACKED[:-4]
    with pytest.raises(ProtocolError, match=said):
        protocol.unpack(signed(body[:at] + bytes((value,)) + body[at + 1 :]))


def of_version_2(**changes) -> Protocol:
    return Protocol(**({"name": "new", "groups": (Group(9),), "ratings": 1} | changes))


@pytest.mark.parametrize(
    ("made", "version"),
    [
        (of_version_2(ratings=0), 1),
        (of_version_2(ratings=0, groups=(Group(9, effort=limits.LIGHT),)), 1),
        (of_version_2(ratings=0, groups=(Group(9, effort=limits.FIRM),)), 2),
        (of_version_2(ratings=0, mirrored=True), 2),
        (of_version_2(), 2),
    ],
)
def test_a_protocol_is_packed_in_the_oldest_version_that_can_hold_it(made, version):
    assert protocol.pack(made)[0] == version


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [
        (0, 1, "not known here"),
        (1, 0x30, "ratings"),
        (1, 0x50, "not known here"),
        (8 + len("new") + 2, 0x0C, "effort"),
    ],
)
@pytest.mark.parametrize("unpack", [protocol.unpack, protocol.unpack_new])
def test_a_signed_change_of_version_2_is_refused(unpack, at, value, said):
    body = protocol.pack(of_version_2())[:-4]
    with pytest.raises(ProtocolError, match=said):
        unpack(signed(body[:at] + bytes((value,)) + body[at + 1 :]))


def from_vector(vector: dict) -> Protocol:
    fields = dict(vector["protocol"])
    fields["groups"] = tuple([Group(**_with_effort(group)) for group in fields["groups"]])
    return Protocol(**fields)


def _with_effort(group: dict) -> dict:
    """The fields of a group; what version 1 called "not light" is calm."""
    light = {"effort": limits.LIGHT if group.get("light") else limits.CALM}
    return light | {name: value for name, value in group.items() if name != "light"}


@pytest.mark.parametrize("vector", VECTORS["protocols"], ids=lambda v: v["protocol"]["name"])
def test_the_packed_form_and_the_content_id_never_change(vector: dict):
    packed = protocol.pack(from_vector(vector))
    assert packed.hex() == vector["packed"]
    assert protocol.content_id(packed).hex() == vector["content_id"]


def test_the_content_id_is_the_same_on_the_watch(micropython):
    source = "from loslaten_core.practice import protocol\n"
    for vector in VECTORS["protocols"]:
        source += (
            f"packed = bytes.fromhex('{vector['packed']}')\n"
            "print(protocol.pack(protocol.unpack(packed)).hex())\n"
            "print(protocol.content_id(packed).hex())\n"
        )
    wanted = [line for v in VECTORS["protocols"] for line in (v["packed"], v["content_id"])]
    assert micropython(source).splitlines() == wanted


REFUSALS = """
from loslaten_core.practice import protocol

def refusal(packed):
    try:
        protocol.unpack(bytes.fromhex(packed))
        print("taken")
    except protocol.ProtocolError as error:
        print(error)

"""


def refusal(packed: bytes) -> str:
    try:
        protocol.unpack(packed)
    except ProtocolError as error:
        return str(error)
    return "taken"


def test_the_watch_refuses_in_the_same_words(micropython):
    body = PACKED[:-4]
    changed = [
        body[:at] + bytes((value,)) + body[at + 1 :]
        for at in range(len(body))
        for value in (0, 1, 31, 0x41, 0x80, 0xC3, 0xFF)
    ]
    packed = [signed(one) for one in changed] + [PACKED[:at] for at in range(len(PACKED))]
    here = [refusal(one) for one in packed]
    assert "taken" in here
    assert any("not UTF-8" in said for said in here)
    source = REFUSALS + "".join([f"refusal('{one.hex()}')\n" for one in packed])
    assert micropython(source).splitlines() == here
