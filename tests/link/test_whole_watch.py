# SPDX-License-Identifier: MIT
"""The firmware that ships: the link cut at any packet of a sync or an upload, on both boards."""

import asyncio
import sqlite3
from contextlib import closing, suppress

import pytest

from loslaten.link.client import connect
from loslaten.link.errors import KeyMismatchError, LinkError, LockedOutError
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols import file as protocol_file
from loslaten.sim import clock
from loslaten.sim.bedroom import KEY, deployed, laptop_clock
from loslaten.sim.watch import SimulatedWatch
from loslaten.watches.sync import sync
from loslaten_core.journal.record import sequence_of
from tests.link.over_air import both_boards
from tests.rigs.room import nights_in_flash
from tests.rigs.within_reach import WithinReach

NIGHTS = 12
VERY_LONG_S = 3.4
WRITES_AND_NOTIFICATIONS = (0x12, 0x52, 0x1B)
OLD, NEW = protocol_file.find("handout").packed, protocol_file.find("release-only").packed


class Bedside(WithinReach):
    """A watch with some nights in its flash, charging, so that its radio is on; and a laptop."""

    async def find(self, timeout_s=20):
        return await super().find(timeout_s)

    async def attempt(self, work, cut_after):
        """Do `work(client)` on a connection cut after so many packets; return whether it held."""
        client = await self.connect()
        self.radio.drop_after(cut_after)
        try:
            await work(client)
        except LinkError:
            return False
        finally:
            self.radio.drop_after(1_000_000_000)
            await client.close()
        return True


def play(story, board, *args):
    async def whole():
        watch = SimulatedWatch(board, flash=deployed(board) | nights_in_flash(NIGHTS))
        watch.usb_power = True
        bedside = await Bedside.begin(watch)
        result = await story(bedside, *args)
        assert bedside.watch.crashes == []
        assert bedside.watch.resets == []
        return result

    return clock.run(whole())


def stored(path):
    with closing(sqlite3.connect(path)) as log:
        return [row[0] for row in log.execute("SELECT raw FROM record ORDER BY sequence")]


def cut_syncs(board, folder, cuts):
    """Cut a sync after each of these numbers of packets; return which held all the same."""

    async def story(bedside):
        held = []
        for packets in cuts:
            path = folder / f"{packets}.db"
            with PracticeLog(path) as log:

                async def bring(client, log=log):
                    await sync(client, log, laptop_clock)

                held.append(await bedside.attempt(bring, packets))
                kept = stored(path)
                async with await bedside.connect() as client:
                    assert (await client.status()).confirmed_record <= _safe(folder)
                    await sync(client, log, laptop_clock)
                    whole = [raw async for raws in client.pull(1) for raw in raws]
            assert kept == whole[: len(kept)]
            assert stored(path) == whole
            assert [sequence_of(raw) for raw in whole] == list(range(1, len(whole) + 1))
        return held

    return play(story, board)


@both_boards
def test_a_sync_cut_at_any_packet(board, tmp_path):
    """Sampled here; `python -m tests.torture.link` does it at every packet."""
    held = cut_syncs(board, tmp_path, range(1, 40, 4))
    assert held.count(False) > 5
    assert held[-1]


def _safe(folder):
    """Return up to which record anything is in some practice log."""
    return max(len(stored(path)) for path in folder.glob("*.db"))


@both_boards
def test_an_upload_cut_at_any_packet_leaves_the_old_whole_and_the_new_whole_or_absent(board):
    async def story(bedside):
        held = []
        for packets in range(1, 20, 2):
            async with await bedside.connect() as client:
                for entry in await client.list_protocols():
                    await client.delete_protocol(entry.content_id)
                old_id = await client.put_protocol(OLD)
                await client.choose_protocol(old_id)
            held.append(await bedside.attempt(lambda client: client.put_protocol(NEW), packets))
            async with await bedside.connect() as client:
                found = {}
                for entry in await client.list_protocols():
                    found[entry.content_id] = await client.get_protocol(entry.content_id)
                status = await client.status()
            assert found.pop(old_id) == OLD
            assert list(found.values()) in ([], [NEW])
            assert status.chosen_protocol == old_id
        return held

    held = play(story, board)
    assert {True, False} == set(held)


@both_boards
def test_a_watch_that_restarts_while_connected_is_there_again(board):
    async def story(bedside):
        client = await bedside.connect()
        with suppress(LinkError):
            async for _ in client.pull(1, 1):
                bedside.watch.power_off()
                break
        await client.close()
        await asyncio.sleep(1)
        bedside.watch.power_on()
        async with await bedside.connect() as client:
            return len([raw async for raws in client.pull(1) for raw in raws])

    assert play(story, board) >= NIGHTS


def is_frame(packet):
    return packet.att is not None and packet.att[0] in WRITES_AND_NOTIFICATIONS


@both_boards
def test_an_eavesdropper_on_a_whole_sync_finds_no_plaintext(board, tmp_path):
    """Every six bytes in a row of what is secret are looked for in all that was on the air."""
    heard = []

    async def story(bedside):
        bedside.radio.eavesdrop(heard.append)
        with PracticeLog(tmp_path / "log.db") as log:
            async with await bedside.connect() as client:
                await client.put_protocol(OLD)
                await client.write_settings({"name": "Beside the bed"})
                await sync(client, log, laptop_clock)

    play(story, board)
    records = stored(tmp_path / "log.db")
    assert len(records) > NIGHTS
    air = b"".join(packet.data for packet in heard)
    # The same with what is between the payloads of frames away, so that nothing is torn apart.
    frames = b"".join(packet.att[5:-8] for packet in heard if is_frame(packet))
    assert len(frames) > sum(map(len, records)) + len(OLD), "the eavesdropper hears it all"
    for secret in (*records, OLD, KEY, b"Beside the bed"):
        for at in range(len(secret) - 5):
            piece = secret[at : at + 6]
            if len(set(piece)) > 2:  # a row of zeros is no secret
                assert piece not in air
                assert piece not in frames


@both_boards
def test_a_bit_flipped_on_the_air_is_never_taken_for_the_watch(board, tmp_path):
    """In one frame after the other, of both sides; afterwards the rightful laptop is served."""

    async def story(bedside):
        held = []
        for number in range(0, 36, 3):
            passed = iter(range(1_000_000))

            def flip(packet, number=number, passed=passed):
                if not is_frame(packet) or next(passed) != number:
                    return [packet.att]
                changed = bytearray(packet.att)
                changed[3 + number % (len(changed) - 3)] ^= 1 << number % 8
                return [bytes(changed)]

            path = tmp_path / f"{number}.db"
            with PracticeLog(path) as log:
                bedside.radio.tamper = flip
                try:
                    async with await bedside.connect() as client:
                        await sync(client, log, laptop_clock)
                    held.append(number)
                except LinkError:
                    pass
                bedside.radio.tamper = None
                async with await bedside.connect() as client:
                    await sync(client, log, laptop_clock)
                    whole = [raw async for raws in client.pull(1) for raw in raws]
            assert stored(path) == whole
            with PracticeLog(path) as log:
                assert log.unreadable(1) == []
        return held

    # The watch can do without the last acknowledgements.
    assert len(play(story, board)) < 4


@both_boards
def test_a_new_radio_window_ends_a_lock_out_also_while_the_radio_is_on(board):
    """The watch charges, so that the radio never goes off between."""

    async def story(bedside):
        found = await bedside.find()
        for _ in range(4):
            with pytest.raises(KeyMismatchError):
                await connect(found.device, bytes(32), bedside.client_class)
        with pytest.raises(LockedOutError):
            await bedside.connect()
        await bedside.hold(VERY_LONG_S)
        await asyncio.sleep(1)
        async with await bedside.connect() as client:
            return len([raw async for raws in client.pull(1) for raw in raws])

    assert play(story, board) >= NIGHTS
