# SPDX-License-Identifier: MIT
"""The proposal on the page of today: shown with its reason, answered in place."""

from pathlib import Path

import pytest

from loslaten.practice_log import rows
from loslaten.practice_log.log import PracticeLog
from loslaten.programme import rules
from loslaten.protocols.file import find
from loslaten.watches.wallclock import now
from tests.page.served import Served, served
from tests.programme.test_cli_programme import DAY_MS, SERIAL, night


@pytest.fixture
def server(tmp_path):
    """The page over a log of as many good nights as a stage needs, the last one yesterday."""
    data = tmp_path / "data"
    practise(data, rules.STAGE_DAYS)
    with served(data) as running:
        running.enter()
        yield running, data


def practise(data: Path, nights: int) -> None:
    file = find("handout")
    utc_ms, zone_min = now()
    with PracticeLog.in_folder(data) as log:
        log.keep_protocol(file.packed, file.texts, utc_ms)
        watch = log.see_watch(SERIAL, "Wrist", utc_ms).id
        log.take_page(watch, [night(number, ()) for number in range(1, nights + 1)], utc_ms)
        anchor = rows.AnchorRow(
            boot=1,
            uptime_ms=(nights + 1) * DAY_MS,
            utc_ms=utc_ms,
            zone_min=zone_min,
            error_ms=100,
        )
        log.add_anchor(watch, anchor)


def answered(page: Served, answer: str) -> int:
    """Answer the proposal that is shown."""
    said = page.form("/today", "/proposal") | {"answer": answer}
    return page.ask("POST", "/proposal", said).status


def test_it_says_what_why_and_from_where(server: tuple[Served, Path]):
    text = server[0].ask("GET", "/today").text
    assert "Een voorstel" in text
    assert "Verder naar zeven spiergroepen?" in text
    assert "7 van de laatste 7 nachten gingen goed." in text
    assert text.count('name="answer"') == 2


def test_not_now_is_kept_and_asks_nothing_more(server: tuple[Served, Path]):
    page, data = server
    assert answered(page, "later") == 303
    assert "Een voorstel" not in page.ask("GET", "/today").text
    with PracticeLog.in_folder(data) as log:
        (kept,) = log.decisions(1)
    assert (kept.kind, kept.decision) == ("move-on", "later")


def test_a_yes_is_not_kept_where_the_watch_cannot_be_reached(server: tuple[Served, Path]):
    page, data = server
    assert answered(page, "yes") == 303
    assert "Een voorstel" in page.ask("GET", "/today").text
    with PracticeLog.in_folder(data) as log:
        assert log.decisions(1) == []


def test_an_answer_without_a_proposal_changes_nothing(tmp_path):
    with served(tmp_path / "data") as page:
        page.enter()
        assert page.ask("POST", "/proposal", {"answer": "yes"}).status == 303


@pytest.mark.parametrize("answer", ["later", "yes"])
def test_an_answer_to_another_proposal_than_is_made_now_is_none(
    server: tuple[Served, Path], answer: str
):
    """A page that was left open in another window showed it, before the nights since."""
    page, data = server
    said = page.form("/today", "/proposal") | {"answer": answer, "offer": "0" * 16}
    assert page.ask("POST", "/proposal", said).status == 303
    assert "Een voorstel" in page.ask("GET", "/today").text
    with PracticeLog.in_folder(data) as log:
        assert log.decisions(1) == []
