# SPDX-License-Identifier: MIT
"""The link cut at every frame of a sync and of an upload: nothing lost, nothing doubled."""

import sqlite3
from contextlib import closing, suppress

import pytest

from loslaten.link.client import connect
from loslaten.link.errors import LinkError
from loslaten.practice_log.log import PracticeLog
from loslaten.sim import clock
from loslaten.watches.sync import sync
from loslaten_core.link.frame import FRAME_MIN_BYTES
from tests.link.wrist import KEY, Memory, Wrist
from tests.rigs.killed import deaths
from tests.rigs.raw_records import records_of_nights

NIGHTS = records_of_nights(12)
NOW_MS = 1_800_000_000_000


def wall():
    return NOW_MS, 60


async def attempt(wrist, path, cut_after=None):
    """Sync once; return whether it went through."""
    wrist.cut_after = cut_after
    try:
        with closing(PracticeLog(path)) as log:
            async with await connect(wrist.device, KEY, wrist.backend()) as client:
                await sync(client, log, wall)
    except LinkError:
        return False
    finally:
        wrist.cut_after = None
    return True


def stored(path):
    with closing(sqlite3.connect(path)) as log:
        return [row[0] for row in log.execute("SELECT raw FROM record ORDER BY sequence")]


def frames_of(work, mtu):
    """Count the frames of `work(wrist)` when nothing goes wrong."""
    wrist = Wrist(Memory(NIGHTS), mtu)
    clock.run(work(wrist))
    return len(wrist.air)


@pytest.mark.parametrize("mtu", [60, 247])
def test_a_sync_cut_at_every_frame(tmp_path, mtu):
    async def whole(wrist):
        assert await attempt(wrist, tmp_path / "whole.db")

    frames = frames_of(whole, mtu)
    assert stored(tmp_path / "whole.db") == NIGHTS

    async def cut_at_each():
        for cut in range(frames):
            path = tmp_path / f"{cut}.db"
            wrist = Wrist(Memory(NIGHTS), mtu)
            await attempt(wrist, path, cut)
            kept = stored(path) if path.exists() else []
            assert kept == NIGHTS[: len(kept)]
            assert wrist.services.confirmed <= len(kept), "confirmed before it was safe"
            assert await attempt(wrist, path)
            assert stored(path) == NIGHTS
            assert wrist.services.confirmed == len(NIGHTS)

    clock.run(cut_at_each())


@pytest.mark.parametrize("every", [15, 17, 20, 29])
def test_a_sync_cut_again_and_again_comes_to_its_end(tmp_path, every):
    """Each attempt gets as many frames as the one before and one more; records keep coming in."""

    async def cut_again_and_again():
        wrist = Wrist(Memory(NIGHTS), 60)
        path = tmp_path / "log.db"
        for number in range(200):
            if await attempt(wrist, path, every + number):
                return number
        return None

    assert clock.run(cut_again_and_again()) is not None
    assert stored(tmp_path / "log.db") == NIGHTS


def test_a_laptop_killed_at_any_statement_of_a_sync_loses_and_doubles_nothing(tmp_path):
    """Killed twice, the second time with the link cut as well: see killed_sync."""
    killed = deaths("tests.watches.killed_sync", tmp_path, 300)
    assert killed["statement"] > 100
    assert killed["instructions"] > 10


def test_new_nights_between_cuts(tmp_path):
    async def live():
        wrist = Wrist(Memory(NIGHTS[:3]), 247)
        path = tmp_path / "log.db"
        for night in range(4, len(NIGHTS) + 1):
            await attempt(wrist, path, 10 + night)
            wrist.services.stored = NIGHTS[:night]
        assert await attempt(wrist, path)

    clock.run(live())
    assert stored(tmp_path / "log.db") == NIGHTS


@pytest.mark.parametrize("mtu", [23, 60, 247])
def test_an_upload_cut_at_every_frame_leaves_the_old_or_the_new(mtu):
    old, new = b"old---" + bytes(200), b"new---" + bytes(range(250))

    async def upload(wrist):
        async with await connect(wrist.device, KEY, wrist.backend()) as client:
            await client.put_protocol(new)

    frames = frames_of(upload, mtu)
    assert frames > (len(new) // (max(mtu - 3, FRAME_MIN_BYTES) - 10))

    async def cut_at_each():
        arrived = 0
        for cut in range(frames):
            wrist = Wrist(Memory(), mtu)
            wrist.services.packed = {old[:6]: old}
            wrist.cut_after = cut
            with suppress(LinkError):
                await upload(wrist)
            wrist.cut_after = None
            held = dict(wrist.services.packed)
            assert held.pop(old[:6]) == old
            assert held in ({}, {new[:6]: new})
            arrived += bool(held)
            await upload(wrist)
            assert wrist.services.packed == {old[:6]: old, new[:6]: new}
        return arrived

    # Only a cut of the reply, or behind it, finds the new one already there.
    assert clock.run(cut_at_each()) <= 3
