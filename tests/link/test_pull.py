# SPDX-License-Identifier: MIT
"""Pulling the records of a watch, page by page, and leaving or failing midway."""

import pytest

from loslaten.link.errors import DeviceRefusedError
from loslaten_core.link import message
from tests.link.conversation import talk
from tests.link.wrist import Memory

RECORDS = [bytes([n % 256]) * (1 + n % 160) for n in range(1, 301)]


@pytest.mark.parametrize("mtu", [23, 247])
@pytest.mark.parametrize(("start", "page"), [(1, 64), (0, 7), (250, 64), (300, 1), (237, 64)])
def test_pull_brings_every_record_in_pages(mtu, start, page):
    async def story(client, wrist):
        pages = [list(raws) async for raws in client.pull(start, page)]
        return pages, await client.count(start), wrist.worst_outstanding

    pages, count, worst = talk(story, Memory(RECORDS), mtu)
    expected = RECORDS[max(start, 1) - 1 :]
    assert [raw for raws in pages for raw in raws] == expected
    assert count == len(expected)
    assert {len(raws) for raws in pages[:-1]} <= {page}
    assert worst <= 8


def test_nothing_to_pull_is_no_page():
    async def story(client, _):
        return [raws async for raws in client.pull(301)]

    assert talk(story, Memory(RECORDS)) == []


def test_leaving_a_pull_early_aborts_it():
    async def story(client, wrist):
        records = client.pull(1, 10)
        async for _ in records:
            break
        await records.aclose()
        assert not wrist.server.pulling
        assert len(wrist.air) < 60
        return [len(raws) async for raws in client.pull(290, 64)]

    assert talk(story, Memory(RECORDS * 20)) == [64] * 89 + [15]


def test_asking_within_a_pull_is_said_not_waited_for():
    async def story(client, _):
        async for _raws in client.pull(1, 10):
            with pytest.raises(RuntimeError, match="finish or leave the pull"):
                await client.confirm(1)
            break

    talk(story, Memory(RECORDS))


@pytest.mark.parametrize("bad", [OSError(5), MemoryError(), bytes(1024), b"x" * 5000])
@pytest.mark.parametrize("whole", [0, 10])
def test_a_record_that_cannot_be_read_ends_the_pull_and_is_said(bad, whole):
    async def story(client, wrist):
        pages = []

        async def pull():
            async for raws in client.pull(1, 64):
                pages.extend(raws)

        with pytest.raises(DeviceRefusedError) as refused:
            await pull()
        await client.status()
        return pages, refused.value.code, len(wrist.services.faults)

    pages, code, faults = talk(story, Memory([*RECORDS[:whole], bad, *RECORDS[:3]]))
    assert (pages, code, faults) == (RECORDS[:whole], message.NOT_COMPLETED, 1)
