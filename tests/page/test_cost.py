# SPDX-License-Identifier: MIT
"""Cost of the pages: small, and hardly more with ten years of nights than with a few weeks."""

import pytest

from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import find
from loslaten_core.journal import event
from tests.page.cost import Counted, count_steps
from tests.rigs.raw_records import DAY_MS, NOW_MS, SERIAL, practised, raw

FEW, MANY = 40, 3_650
# It shows nothing of the log.
BARE = "/wrist"
PAGES = (
    "/today",
    "/exercise",
    "/feel",
    "/watch",
    "/measures",
    "/desk",
    "/plan",
    "/nights/9",
)
# In bare pages, of which a hundred take 0.1 s on a slow laptop: a page, and what ten years add.
MOST, MORE = 100, 30


def lived(folder, nights: int) -> Counted:
    """Return the server of a log with a night on each of so many days, the last one today."""
    shipped = find("handout")
    with PracticeLog.in_folder(folder) as log:
        content_id = log.keep_protocol(shipped.packed, shipped.texts, NOW_MS)
        watch = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        boot = raw(1, event.Boot(event.POWER_ON, "0.1"), uptime_ms=10)
        clock = raw(2, event.Clock(NOW_MS, 60, 40), uptime_ms=5_000)
        records = [boot, clock]
        for day in range(1, nights + 1):
            session = practised(protocol_id=content_id)
            records.append(raw(2 + day, session, uptime_ms=day * DAY_MS))
        log.take_page(watch, records, NOW_MS + nights * DAY_MS)
    return Counted(folder, NOW_MS + nights * DAY_MS)


@pytest.fixture(scope="module")
def costs(tmp_path_factory):
    """Return what each page costs right after a sync: with forty nights, and with ten years."""
    with pytest.MonkeyPatch.context() as patch:
        count_steps(patch)
        # What is made once for all, such as the templates, is paid for by a first visit.
        few, many, first = (
            lived(tmp_path_factory.mktemp("data"), nights) for nights in (FEW, MANY, 1)
        )
        for path in (BARE, *PAGES[:-1]):
            first.cost(path)
        return {path: (few.cost(path), many.cost(path)) for path in (BARE, *PAGES)}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_little_whatever_the_log(costs, path):
    assert max(costs[path]) <= MOST * costs[BARE][0]


@pytest.mark.parametrize("path", PAGES)
def test_ten_years_open_as_fast_as_forty_nights(costs, path):
    few, many = costs[path]
    assert many - few <= MORE * costs[BARE][0]
