# SPDX-License-Identifier: MIT
"""The watch that answers is the one asked for, also beside a copied id or a relay."""

import asyncio
import json
import subprocess
import sys

import pytest

from loslaten.link.addresses import Addresses
from loslaten.link.client import connect
from loslaten.link.errors import (
    BluetoothError,
    ImpostorsError,
    KeyMismatchError,
    NotFoundError,
    WrongWatchError,
)
from loslaten.sim import clock
from loslaten.watches.reach import CLAIMANTS_MAX
from tests.link.crowd import Crowd
from tests.link.wrist import KEY, OTHER_KEY, WATCH_ID, Memory, Wrist

OTHER_ID = b"other-02"
KEYS = {WATCH_ID: KEY, OTHER_ID: OTHER_KEY}


def watch(watch_id=WATCH_ID, key=KEY):
    services = Memory(key=key)
    services.watch_id = watch_id
    return Wrist(services)


@pytest.mark.parametrize("wanted", [WATCH_ID, WATCH_ID[:4]])
def test_a_relay_that_leads_to_another_watch_of_ours_is_refused(wanted):
    """It advertises the id of one watch and connects to another one, whose key is here too."""

    async def meet():
        other = watch(OTHER_ID, OTHER_KEY)
        crowd = Crowd()
        crowd.add("relay", other, WATCH_ID[:4])
        with pytest.raises(WrongWatchError, match=OTHER_ID.hex()):
            await crowd.reach(KEYS.get).connect(wanted)
        assert not other.server.proven

    clock.run(meet())


def test_a_relay_is_refused_also_where_any_watch_would_do():
    async def meet():
        crowd = Crowd()
        crowd.add("relay", watch(OTHER_ID, OTHER_KEY), WATCH_ID[:4])
        with pytest.raises(WrongWatchError):
            await crowd.reach(KEYS.get).connect()

    clock.run(meet())


def test_nothing_is_said_to_who_is_somebody_else():
    async def meet():
        other = watch(OTHER_ID, OTHER_KEY)
        with pytest.raises(WrongWatchError):
            await connect(other.device, KEYS.get, other.backend(), wanted=WATCH_ID)
        assert other.server._handshake.greeted
        assert other.lockout._failures == 0  # not even a proof was tried

    clock.run(meet())


@pytest.mark.parametrize("impostors", [1, 3])
def test_the_one_that_proves_the_key_is_found_among_all_that_claim_the_id(impostors):
    async def meet():
        crowd = Crowd()
        for number in range(impostors):
            crowd.add(f"impostor-{number}", watch(key=OTHER_KEY), WATCH_ID[:4])
        crowd.add("wrist", watch(), WATCH_ID[:4])
        reach = crowd.reach(KEYS.get)
        async with await reach.connect(WATCH_ID) as client:
            assert client.watch_id == WATCH_ID
        assert crowd.connected[-1] == "wrist"
        assert len(crowd.connected) == impostors + 1
        # From now on it is the first that is tried.
        for _ in range(3):
            crowd.connected.clear()
            async with await reach.connect(WATCH_ID):
                assert crowd.connected == ["wrist"]

    clock.run(meet())


def test_who_claims_the_id_and_hangs_up_or_is_silent_does_not_keep_us_from_the_watch():
    async def meet():
        crowd = Crowd()
        silent = watch()
        silent.tamper = lambda direction, frame: []
        rude = watch()
        rude.cut_after = 1
        crowd.add("silent", silent, WATCH_ID[:4])
        crowd.add("rude", rude, WATCH_ID[:4])
        crowd.add("wrist", watch(), WATCH_ID[:4])
        async with await crowd.reach(KEYS.get).connect(WATCH_ID):
            assert crowd.connected == ["silent", "rude", "wrist"]

    clock.run(meet())


def test_when_nobody_proves_it_that_is_what_is_said():
    async def meet():
        crowd = Crowd()
        for number in range(2):
            crowd.add(f"impostor-{number}", watch(key=OTHER_KEY), WATCH_ID[:4])
        with pytest.raises(ImpostorsError) as told:
            await crowd.reach(KEYS.get).connect(WATCH_ID)
        assert len(told.value.details) == 2

    clock.run(meet())


def test_a_crowd_of_impostors_is_given_up_in_the_end():
    async def meet():
        crowd = Crowd()
        for number in range(3 * CLAIMANTS_MAX):
            crowd.add(f"impostor-{number}", watch(key=OTHER_KEY), WATCH_ID[:4])
        with pytest.raises(ImpostorsError):
            await crowd.reach(KEYS.get).connect(WATCH_ID)
        assert len(crowd.connected) == CLAIMANTS_MAX

    clock.run(meet())


def test_a_watch_with_another_key_is_told_as_before_and_soon():
    async def meet():
        crowd = Crowd()
        crowd.add("wrist", watch(key=OTHER_KEY), WATCH_ID[:4])
        with pytest.raises(KeyMismatchError):
            await crowd.reach(KEYS.get).connect(WATCH_ID)
        return asyncio.get_running_loop().time()

    assert clock.run(meet()) < 5


def test_nobody_there():
    async def meet():
        with pytest.raises(NotFoundError):
            await Crowd().reach(KEYS.get).connect(WATCH_ID, 2)
        return asyncio.get_running_loop().time()

    assert 2 <= clock.run(meet()) < 3


def test_who_does_not_claim_the_id_is_not_even_connected_to():
    async def meet():
        crowd = Crowd()
        crowd.add("other", watch(OTHER_ID, OTHER_KEY), OTHER_ID[:4])
        with pytest.raises(NotFoundError):
            await crowd.reach(KEYS.get).connect(WATCH_ID, 2)
        return crowd.connected

    assert clock.run(meet()) == []


def test_bluetooth_that_fails_is_not_taken_for_an_impostor():
    async def meet():
        crowd = Crowd()
        wrist = watch()

        def refuse(_client):
            raise EOFError

        wrist.connect = refuse
        crowd.add("wrist", wrist, WATCH_ID[:4])
        with pytest.raises(BluetoothError):
            await crowd.reach(KEYS.get).connect(WATCH_ID)

    clock.run(meet())


def test_the_address_is_kept_for_the_next_time(tmp_path):
    path = tmp_path / "addresses.json"
    Addresses(path).remember(WATCH_ID, "C0:FF:EE:00:00:01")
    assert Addresses(path).get(WATCH_ID[:4]) == "C0:FF:EE:00:00:01"
    Addresses(path).forget(WATCH_ID)
    assert Addresses(path).get(WATCH_ID) is None


def test_what_another_process_keeps_or_forgets_meanwhile_stays_so(tmp_path):
    path = tmp_path / "addresses.json"
    first, second = Addresses(path), Addresses(path)
    first.remember(WATCH_ID, "here")
    second.remember(OTHER_ID, "there")
    known = Addresses(path)
    assert (known.get(WATCH_ID), known.get(OTHER_ID)) == ("here", "there")
    known.forget(WATCH_ID)
    first.remember(OTHER_ID, "elsewhere")
    known = Addresses(path)
    assert (known.get(WATCH_ID), known.get(OTHER_ID)) == (None, "elsewhere")


REMEMBERS = """
import sys
from pathlib import Path
from loslaten.link import addresses
from loslaten.link.addresses import Addresses
addresses._LOCK_S = 100
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    Addresses(Path(sys.argv[1])).remember(bytes([int(sys.argv[2]), number, 0, 0]), "here")
"""


def test_no_address_is_lost_where_several_keep_one_at_once(tmp_path):
    path = tmp_path / "addresses.json"
    several = [
        subprocess.Popen(
            [sys.executable, "-c", REMEMBERS, path, str(one)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for one in range(3)
    ]
    for one in several:
        assert one.stdout.readline() == b"ready\n"
    for one in several:
        one.stdin.write(b"\n")
        one.stdin.flush()
    for one in several:
        one.communicate(timeout=300)
        assert one.returncode == 0
    assert len(json.loads(path.read_text("utf-8"))) == 30


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"a": 1}', b"[" * 5_000])
def test_a_damaged_list_of_addresses_costs_nothing(tmp_path, content):
    path = tmp_path / "addresses.json"
    path.write_bytes(content)
    addresses = Addresses(path)
    assert addresses.get(WATCH_ID) is None
    addresses.remember(WATCH_ID, "here")
    assert Addresses(path).get(WATCH_ID) == "here"


def test_a_list_that_cannot_be_kept_costs_nothing(tmp_path):
    (tmp_path / "nowhere").write_text("no folder")
    addresses = Addresses(tmp_path / "nowhere" / "addresses.json")
    addresses.remember(WATCH_ID, "here")
    assert addresses.get(WATCH_ID) == "here"
