# SPDX-License-Identifier: MIT
"""The protocols on flash: whatever happens, the old ones or the new ones are there."""

import pytest

from loslaten_core.practice import protocol
from loslaten_core.practice.protocol import Group, Protocol

MAKE_FOLDER = "import os\nos.mkdir('/data')\n"
STORE = "from device.protocols import ProtocolStore\nstore = ProtocolStore('/data/protocols')\n"
LOOK = STORE + "print([e.name + ':' + e.content_id.hex() for e in store.entries], store.chosen)"


def packed(name: str, release_ms: int = 20_000) -> bytes:
    return protocol.pack(Protocol(name, (Group(8, release_ms=release_ms), Group(17))))


def put(*protocols: bytes) -> str:
    return "".join(f"list(store.put({one!r}))\n" for one in protocols)


def listed(*protocols: bytes, chosen: int = 0) -> str:
    names = [f"{protocol.unpack(one).name}:{protocol.content_id(one).hex()}" for one in protocols]
    return f"{names} {chosen}\n"


A, B, C = packed("one"), packed("two"), packed("three")
D = packed("four")
NEW_A = packed("one", 30_000)


@pytest.fixture
def three(flash):
    ran = flash.run(
        MAKE_FOLDER + STORE + put(A, B, C) + f"store.chosen = 2\nstore.save_choice()\n{LOOK}", {}
    )
    assert ran.printed == listed(A, B, C, chosen=2)
    return ran.data


def test_protocols_and_the_choice_survive_a_restart(flash, three):
    assert flash.run(LOOK, three).printed == listed(A, B, C, chosen=2)


def test_the_code_that_checks_is_in_memory_no_longer_than_it_is_needed(flash, three):
    look = "import sys\nprint([name for name in sys.modules if name.endswith('.checks')])\n"
    broken = A[:20] + bytes([A[20] ^ 1]) + A[21:]
    refused = f"try:\n    list(store.put({broken!r}))\nexcept ValueError:\n    print('refused')\n"
    ran = flash.run(STORE + look + put(D) + look + refused + look + "store[0]\n" + look, three)
    assert ran.printed == "[]\n[]\nrefused\n[]\n[]\n"


def test_a_protocol_of_the_same_name_takes_the_place_of_the_old_one(flash, three):
    ran = flash.run(STORE + put(NEW_A) + LOOK, three)
    assert ran.printed == listed(NEW_A, B, C, chosen=2)
    assert flash.run(LOOK, ran.data).printed == ran.printed


def test_deleting_closes_the_gap_and_keeps_the_choice(flash, three):
    ran = flash.run(STORE + f"print(store.delete({protocol.content_id(A)!r}))\n" + LOOK, three)
    assert ran.printed == "True\n" + listed(B, C, chosen=1)
    assert flash.run(LOOK, ran.data).printed == listed(B, C, chosen=1)


def test_a_power_cut_while_putting_leaves_the_old_or_the_new_one(cut_everywhere, three):
    seen = cut_everywhere(STORE + put(NEW_A), three, LOOK)
    assert set(seen) == {listed(A, B, C, chosen=2), listed(NEW_A, B, C, chosen=2)}


def test_a_power_cut_while_deleting_loses_no_other_protocol(cut_everywhere, three):
    delete = STORE + f"store.delete({protocol.content_id(A)!r})"
    for left in cut_everywhere(delete, three, LOOK):
        names = [name for name in ("one", "two", "three") if f"'{name}:" in left]
        assert names in (["one", "two", "three"], ["two", "three"])
        assert chosen_in(left) == "three"


def test_a_damaged_protocol_is_left_out_and_named(flash, three):
    three["/data/protocols/protocol-1"] = B[:30] + bytes([B[30] ^ 1]) + B[31:]
    ran = flash.run(LOOK + "\nprint(store.damaged)", three)
    assert ran.printed.splitlines() == [listed(A, C, chosen=1).strip(), "['protocol-1']"]


CHANGES = {
    "put": (put(D), "four"),
    "put again": (put(NEW_A), "one"),
    "delete first": (f"store.delete({protocol.content_id(A)!r})\n", "one"),
    "delete last": (f"store.delete({protocol.content_id(C)!r})\n", "three"),
}


def names_in(printed):
    return {name for name in ("one", "two", "three", "four") if f"'{name}:" in printed}


def chosen_in(printed):
    names, _, chosen = printed.strip().rpartition(" ")
    return names.split("'")[1::2][int(chosen)].partition(":")[0]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("place", range(3))
def test_with_a_damaged_one_among_them_no_other_protocol_is_lost(flash, three, place, change):
    """Neither at once nor after a restart; nor is the choice, where it can be kept."""
    does, changed = CHANGES[change]
    three[f"/data/protocols/protocol-{place}"] = b"damaged"
    before = flash.run(LOOK, three)
    ran = flash.run(STORE + does + LOOK.removeprefix(STORE), three)
    again = flash.run(LOOK, ran.data)
    assert names_in(ran.printed) ^ names_in(before.printed) <= {changed}
    assert again.printed == ran.printed
    chosen = chosen_in(before.printed)
    assert chosen == ("three" if place != 2 else "one")
    if chosen in names_in(ran.printed):
        assert chosen_in(ran.printed) == chosen


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_power_cut_while_deleting_no_change_loses_another(
    flash, cut_everywhere, three, change
):
    does, changed = CHANGES[change]
    delete = STORE + f"store.delete({protocol.content_id(B)!r})\n"
    then = LOOK + "\n" + does + LOOK.removeprefix(STORE) + "\n" + LOOK
    for left in cut_everywhere(delete, three, then):
        before, after, again = left.splitlines()
        assert chosen_in(before) == "three"
        assert names_in(after) ^ names_in(before) <= {changed}
        assert again == after


def test_a_full_watch_and_a_bad_protocol_are_refused_and_change_nothing(flash, three):
    many = [packed(f"more-{n}") for n in range(6)]
    script = (
        STORE
        + put(*many[:5])
        + "before = len(store.entries)\n"
        + f"for bad in ({many[5]!r}, {A[:-1]!r}):\n"
        + "    try:\n        list(store.put(bad))\n        print('taken')\n"
        + "    except ValueError as error:\n        print(error)\n"
        + "print(before, len(store.entries))\n"
    )
    lines = flash.run(script, three).printed.splitlines()
    assert lines == [
        "the watch holds 8 protocols; delete one first",
        "the packed protocol is damaged: its checksum does not fit",
        "8 8",
    ]


def test_any_flipped_byte_is_refused_on_the_watch_and_the_old_protocol_stays(flash, three):
    script = (
        STORE
        + f"good, taken = {A!r}, []\n"
        + "for at in range(len(good)):\n"
        + "    bad = good[:at] + bytes((good[at] ^ 0xFF,)) + good[at + 1 :]\n"
        + "    try:\n        list(store.put(bad))\n        taken.append(at)\n"
        + "    except ValueError:\n        pass\n"
        + "print(taken)\n"
    )
    ran = flash.run(script, three)
    assert ran.printed == "[]\n"
    assert ran.data == three
    assert flash.run(LOOK, ran.data).printed == listed(A, B, C, chosen=2)


def test_a_flash_that_fails_leaves_what_was_there(flash, three):
    script = (
        STORE
        + "from device import files\n"
        + "def full(path, data):\n    raise OSError(28)\n"
        + "files.write = full\n"
        + f"for one in ({NEW_A!r}, {packed('four')!r}):\n"
        + "    try:\n        list(store.put(one))\n    except OSError as error:\n"
        + "        print(error.args[0])\n"
        + LOOK.removeprefix(STORE)
    )
    ran = flash.run(script, three)
    assert ran.printed == "28\n28\n" + listed(A, B, C, chosen=2)
