"""The firmware that ships: the link cut at any packet of a sync or an upload, on both boards."""

import asyncio
import sqlite3
from contextlib import closing, suppress

import pytest

from loslaten import protocol_file
from loslaten.link.client import connect
from loslaten.link.errors import LinkError
from loslaten.link.scan import find
from loslaten.link.sync import sync
from loslaten.sim import clock
from loslaten.sim.bleak_backend import backends
from loslaten.sim.peripheral import Peripheral
from loslaten.sim.radio import Radio
from loslaten.sim.stage import KEY, deployed, laptop_clock
from loslaten.sim.watch import Watch
from loslaten.store.practice_log import PracticeLog
from loslaten_core.journal.journal import Journal
from loslaten_core.journal.record import sequence_of
from tests.journal.ram_flash import RamFlash
from tests.link.nights import DAY_MS, session

NIGHTS = 12
OLD, NEW = protocol_file.find("handout").packed, protocol_file.find("release-only").packed

both_boards = pytest.mark.parametrize("board", ["pico_w", "xiao_esp32s3"])


class Bedside:
    """A watch with some nights in its flash, charging, so that its radio is on; and a laptop."""

    def __init__(self, radio, watch, central):
        self.radio, self.watch = radio, watch
        self.scanner, self.client_class = backends(central)

    @classmethod
    async def begin(cls, board):
        storage = RamFlash()
        journal = Journal(storage)
        journal.open()
        for night in range(NIGHTS):
            journal.finish((night + 1) * DAY_MS, session(night))
        nights = {f"/data/journal/{name}": data for name, data in storage.files.items()}
        radio = Radio()
        watch = Watch(board, flash=deployed(board) | nights)
        watch.usb_power = True
        await Peripheral.attach(radio, watch)
        watch.power_on()
        return cls(radio, watch, await radio.central())

    async def connect(self):
        found = await find(timeout_s=20, scanner_backend=self.scanner)
        return await connect(found.device, KEY, self.client_class)

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
        bedside = await Bedside.begin(board)
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
