# SPDX-License-Identifier: MIT
"""Bluetooth with the laptop's own adapter: found, let in, fast, and found again after a loss."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from loslaten.errors import LoslatenError
from loslaten.link.errors import BluetoothError
from loslaten.watches.reach import Reach, air
from loslaten_core.link.gatt import short_id
from tests.board import goals
from tests.hil.bench import Bench
from tests.hil.report import Part

TITLE = "Bluetooth"

_RECORDS = 200
_SHORT_RECORDS = 5
_PULL_BYTES = 100_000
_FIND_S = 20.0
_STORY_S = 200.0
_START_S = 15.0
_WAIT_MS, _MOST_MS = 40_000, 270_000
_SHORT_WAIT_MS = 3_000
_SILENCE_S = 300.0
_SCAN_S = 1.0


def test_watch_opens_its_window(bench: Bench, part: Part) -> None:
    """The board's half alone: with USB power, its radio is on."""
    found = bench.run(
        "radio", silence_s=_SILENCE_S, records=1, wait_ms=_SHORT_WAIT_MS, most_ms=_SHORT_WAIT_MS
    )
    part.figure("window open while USB power is there", found["was_on_air"], equals=True)
    part.figure("has the key it was deployed with", found["has_key"], equals=True)
    part.judge()


def test_over_the_air(bench: Bench, part: Part) -> None:
    if bench.subject.is_simulated:
        pytest.skip("a simulated board has no radio that a laptop could hear")
    if (why := asyncio.run(without_adapter())) is not None:
        pytest.skip(why)
    with ThreadPoolExecutor(1) as pool:
        serving = pool.submit(
            bench.run,
            "radio",
            silence_s=_SILENCE_S,
            records=_SHORT_RECORDS if bench.short else _RECORDS,
            wait_ms=_WAIT_MS,
            most_ms=_MOST_MS,
        )
        found = asyncio.run(_by_bluetooth(bench.subject.about.watch_id))
        served = serving.result()
    tell(found, part)
    part.figure("connections, as the watch counts", served["connections"], equals=2)
    part.judge()


async def without_adapter() -> str | None:
    """Return why this laptop cannot use Bluetooth, None if it can."""
    try:
        async with air() as reach:
            await reach.scan(_SCAN_S)
    except BluetoothError as error:
        return f"this laptop has no Bluetooth: {error.message}"
    except LoslatenError as error:
        return error.message
    return None


async def _by_bluetooth(watch_id: bytes) -> dict[str, Any]:
    # Until the board has written its records and is on the air.
    await asyncio.sleep(_START_S)
    async with asyncio.timeout(_STORY_S), air() as reach:
        return await story(reach, watch_id, _PULL_BYTES)


async def story(reach: Reach, watch_id: bytes, pull_bytes: int) -> dict[str, Any]:
    """Find the watch, be let in, pull its records so often that it is enough; and once more.

    Raises a LinkError where one of these fails.
    """
    began_s = time.monotonic()
    async with await reach.connect(short_id(watch_id)) as client:
        found: dict[str, Any] = {"connect_s": time.monotonic() - began_s}
        found["is_it"] = client.watch_id == watch_id
        began_s = time.monotonic()
        await client.status()
        found["ask_s"] = time.monotonic() - began_s
        found.update(await _pull(client, pull_bytes))
    began_s = time.monotonic()
    async with await reach.connect(short_id(watch_id)) as client:
        await client.status()
        found["again_s"] = time.monotonic() - began_s
    return found


async def _pull(client: Any, pull_bytes: int) -> dict[str, Any]:
    """Pull the whole log again and again; nothing on the watch changes by reading."""
    pulled_bytes = 0
    began_s = time.monotonic()
    while pulled_bytes < pull_bytes:
        async for page in client.pull(1):
            pulled_bytes += sum(map(len, page))
    return {"pulled_bytes": pulled_bytes, "pull_s": time.monotonic() - began_s}


def tell(found: dict[str, Any], part: Part) -> None:
    """Put what `story` found into the report."""
    part.figure("it is this watch, and the key fits", found["is_it"], equals=True)
    part.figure("found, connected and let in", found["connect_s"], "s", at_most=_FIND_S)
    part.figure("a question answered", found["ask_s"] * 1000, "ms")
    kb_s = found["pulled_bytes"] / 1000 / max(found["pull_s"], 1e-3)
    part.figure(
        f"pulled {found['pulled_bytes'] / 1000:.0f} kB of records",
        kb_s,
        "kB/s",
        at_least=goals.PULL_KB_S,
    )
    part.figure("link let go, found and let in again", found["again_s"], "s", at_most=_FIND_S)
