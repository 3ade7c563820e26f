# SPDX-License-Identifier: MIT
"""The page while another process, or another window, is at work in the log."""

import asyncio
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from loslaten.page.world import World
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import find
from loslaten_core.journal import event
from tests.page.in_process import InProcess
from tests.rigs.raw_records import DAY_MS, NOW_MS, practised, raw
from tests.rigs.visits import visited

LATER_MS = NOW_MS + 4 * DAY_MS
GONE = "Waar dit over gaat, is intussen verwijderd. Er is niets veranderd."
# What is of one person, without the head of the page, which names all of them.
OF_ONE = (
    "/report/page",
    *(f"/report/export/{kind}" for kind in ("csv", "ical", "fhir", "jsonl", "backup")),
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory) -> bytes:
    """The log of Anna's nights with one watch, and of Bert's with another."""
    path = tmp_path_factory.mktemp("lived") / "practice.db"
    shipped = find("handout")
    with PracticeLog(path) as log:
        session = practised(2, log.keep_protocol(shipped.packed, shipped.texts, NOW_MS))
        log.rename_person(1, "Anna")
        for serial, name in ((b"watch--1", "Anna"), (b"watch--2", "Bert")):
            person = log.person(name) if name == "Anna" else log.add_person(name, NOW_MS)
            watch_id = log.see_watch(serial, f"{name}'s", NOW_MS).id
            log.hand_over(watch_id, person.id, 0)
            nights = [raw(one + 2, session, 1, one * DAY_MS + 5_000) for one in (1, 2)]
            log.take_page(watch_id, [raw(2, event.Clock(NOW_MS, 60, 40), 1, 10), *nights], NOW_MS)
    return path.read_bytes()


@pytest.fixture
def of_bert(tmp_path, lived) -> InProcess:
    """The page that shows Bert's nights."""
    (tmp_path / "practice.db").write_bytes(lived)
    page = InProcess(tmp_path, LATER_MS)
    page.world.show_person("2")
    return page


def forget_bert(page: InProcess) -> None:
    with page.world.log() as log:
        log.forget_person(2)


def sync(page: InProcess) -> None:
    """Bring a night of Bert's home."""
    with page.world.log() as log:
        watch = next(one for one in log.watches() if one.name == "Bert's")
        session = practised(2, bytes.fromhex(find("handout").content_id))
        log.take_page(watch.id, [raw(9, session, 1, 3 * DAY_MS + 5_000)], NOW_MS)


def in_another_window(folder: Path, path: str, fields: dict[str, str]) -> None:
    """Submit a form, in a thread: here a page is about to answer."""
    window = Thread(target=InProcess(folder, LATER_MS).ask, args=(path, fields))
    window.start()
    window.join()


@pytest.mark.parametrize("visit", [forget_bert, sync])
@pytest.mark.parametrize("path", OF_ONE)
def test_what_is_of_one_person_is_as_before_a_visit_or_as_after_it(
    of_bert, lived, tmp_path, path, visit
):
    before = of_bert.ask(path)
    visit(of_bert)
    after = of_bert.ask(path)
    at, count = 0, 1
    while at < count:
        at += 1
        (tmp_path / "practice.db").write_bytes(lived)
        with visited(partial(visit, of_bert), at) as statements:
            found = of_bert.ask(path)
        assert found in (before, after) or GONE in found[1]
        count = statements.count
    assert at > 1


@pytest.mark.parametrize("path", ["/today", "/watch", "/measures", "/report/page"])
def test_somebody_is_forgotten_between_any_two_looks_at_who_there_is(
    of_bert, lived, tmp_path, monkeypatch, path
):
    looked = World.log_state
    at, count = 0, 1
    while at < count:
        at, count = at + 1, 0
        (tmp_path / "practice.db").write_bytes(lived)

        def state(world: World, at: int = at) -> tuple[object, ...]:
            nonlocal count
            count += 1
            if count == at:
                forget_bert(of_bert)
            return looked(world)

        with monkeypatch.context() as patch:
            patch.setattr(World, "log_state", state)
            status, text = of_bert.ask(path)
        assert status == 200, text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/nights/4/rate", {"before": "6", "after": "2"}),
        ("/nights/4/note", {"text": "zwaar"}),
        ("/measures/week", {"tension": "5", "whose": "2"}),
    ],
)
def test_an_answer_about_what_is_gone_says_so(of_bert, lived, tmp_path, path, fields):
    at, count = 0, 1
    while at < count:
        at += 1
        (tmp_path / "practice.db").write_bytes(lived)
        with visited(partial(forget_bert, of_bert), at) as statements:
            status, text = of_bert.ask(path, fields)
        assert status in (303, 422) or GONE in text
        count = statements.count


def test_one_answer_in_two_windows_is_kept_once(of_bert, lived, tmp_path):
    rated = ("/nights/4/rate", {"before": "6", "after": "2"})
    at, count = 0, 1
    while at < count:
        at += 1
        (tmp_path / "practice.db").write_bytes(lived)
        with visited(partial(in_another_window, tmp_path, *rated), at) as statements:
            assert of_bert.ask(*rated)[0] == 303
        count = statements.count
        with of_bert.world.log() as log:
            assert len(log.notes(4)) == 1


def test_a_night_that_comes_while_today_is_read_is_in_the_programme_then(of_bert):
    # While somebody has it open, the file of a log stays as it is when others close it.
    with of_bert.world.log():
        with visited(partial(sync, of_bert), 4, in_snapshots=True):
            assert "2 oefeningen" in of_bert.ask("/today")[1]
        assert "3 oefeningen" in of_bert.ask("/today")[1]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/exercise/choose", {"name": "seven"}),
        ("/exercise/copy", {"title": "Nog een"}),
        ("/exercise/whole", {"end_cue": "yes"}),
        ("/language", {"lang": "en"}),
        ("/person", {"person": "1"}),
    ],
)
def test_what_another_window_keeps_before_a_form_has_come_stays(of_bert, path, fields):
    async def both() -> None:
        has_come = asyncio.Event()
        form = asyncio.create_task(of_bert.answer(path, fields, has_come))
        for _ in range(10):
            await asyncio.sleep(0)
        await of_bert.answer("/exercise/copy", {"title": "Van Bert"})
        has_come.set()
        await form

    asyncio.run(both())
    assert "Van Bert" in of_bert.ask("/exercise")[1]
