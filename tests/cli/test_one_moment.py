# SPDX-License-Identifier: MIT
"""Commands tell of one moment of the log, whatever another process does meanwhile.

Another one is at work in the log between any two statements of the command that are no part of
one transaction: what is told is as before it or as after it, or that it is gone.
"""

from collections.abc import Callable
from functools import partial

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.cli.surroundings import Surroundings
from loslaten.practice_log import rows
from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.days import day_of
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import event
from tests.rigs.raw_records import DAY_MS, NOW_MS, practised, raw
from tests.rigs.visits import visited

LATER_MS = NOW_MS + 10 * DAY_MS
CODE = bytes(16)
GONE = "what this is about was deleted in the meantime"
KEY = "age1ny2a7mgyasjjgqp7kytma0uc7j8kh8ehhktqmph3g9zltwkx8aqsws0tyn"
Visit = Callable[[PracticeLog], None]


@pytest.fixture(scope="module")
def lived(tmp_path_factory) -> bytes:
    """The log of Anna's nights with one watch, and of Bert's with another."""
    path = tmp_path_factory.mktemp("lived") / "practice.db"
    with PracticeLog(path) as log:
        log.rename_person(1, "Anna")
        for serial, name in ((b"watch--1", "Anna"), (b"watch--2", "Bert")):
            person = log.person(name) if name == "Anna" else log.add_person(name, NOW_MS, CODE)
            watch_id = log.see_watch(serial, f"{name}'s", NOW_MS).id
            log.hand_over(watch_id, person.id, 0)
            nights = [raw(one + 2, practised(2), 1, one * DAY_MS + 5_000) for one in (1, 2)]
            clock = raw(2, event.Clock(NOW_MS, 60, 40), 1, 10)
            log.take_page(watch_id, [clock, *nights], NOW_MS)
            log.add_note(
                log.last_session_id(),
                rows.Note(written_utc_ms=NOW_MS, tension_before=7, tension_after=3, text=name),
            )
            log.add_measure(
                person.id,
                MeasureRow(
                    instrument="week",
                    day=day_of(NOW_MS, 60),
                    answers={"tension": 4},
                    written_utc_ms=NOW_MS,
                ),
            )
    return path.read_bytes()


def forget(log: PracticeLog) -> None:
    log.forget_person(log.person("Bert").id)


def delete(log: PracticeLog) -> None:
    log.delete_sessions([one.id for one in log.sessions()][-1:])


def sync(log: PracticeLog) -> None:
    """Bring a night home, and end before it is told whose it is and when it was."""
    watch = next(one for one in log.watches() if one.name == "Bert's")
    log.take_page(watch.id, [raw(9, practised(2), 1, 8 * DAY_MS)], NOW_MS)
    log._can_place = False


TOLD = (
    ("person", "list"),
    ("devices", "list"),
    ("log", "list", "--person", "Bert"),
    ("log", "list", "--unsure"),
    ("log", "show", "4", "--json"),
    ("log", "events"),
    ("log", "backup", "-"),
    *(
        ("log", "export", "--person", "Bert", "--format", *told)
        for told in (("csv",), ("csv", "--measures"), ("jsonl",), ("ical",), ("fhir",))
    ),
    ("report", "--person", "Bert"),
    ("desk", "--json"),
    ("programme", "show", "--person", "Bert"),
    ("measure", "list", "--person", "Bert"),
    ("nights", "list", "--person", "Bert"),
    ("nights", "seal", "--person", "Bert", "--to", KEY, "--force", "-o", "nights.age"),
    ("plan", "show", "--person", "Bert"),
)


def told(command: tuple[str, ...]) -> tuple[int, str, str]:
    around = Surroundings(now=lambda: (LATER_MS, 60))
    done = CliRunner().invoke(main, command, obj=around)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.stdout, done.stderr


def visit_the_log(visit: Visit) -> None:
    with PracticeLog.in_folder() as log:
        visit(log)


@pytest.mark.parametrize("visit", [forget, delete, sync])
@pytest.mark.parametrize("command", TOLD, ids=" ".join)
def test_what_is_told_is_as_before_a_visit_or_as_after_it(
    home, lived, command, visit, monkeypatch
):
    monkeypatch.chdir(home)
    path = home / "data" / "practice.db"
    path.parent.mkdir()
    path.write_bytes(lived)
    before = told(command)
    visit_the_log(visit)
    after = told(command)
    at, count = 0, 1
    while at < count:
        at += 1
        path.write_bytes(lived)
        with visited(partial(visit_the_log, visit), at) as statements:
            found = told(command)
        assert found in (before, after) or (found[:2] == (1, "") and GONE in found[2])
        count = statements.count
    assert at > 1
