# SPDX-License-Identifier: MIT
"""Unhappy ways: a watch out of reach or gone, a server that dies, values that cannot be."""

import time

import pytest
from playwright.sync_api import expect

from loslaten.language import vocabulary
from loslaten.page.words import every
from loslaten.practice_log.folder import FILE_NAME
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import find
from tests.page.acts import stop_early
from tests.page.distance import distance
from tests.page.person import person
from tests.page.served import HURRIED, IMPATIENT, served
from tests.page.simulated import simulated
from tests.page.test_watch import shown
from tests.practice_log.wild_rows import WildValue
from tests.rigs import eight_weeks


@pytest.fixture
def data(tmp_path):
    with PracticeLog.in_folder(tmp_path / "data") as log:
        eight_weeks.fill(log)
    return tmp_path / "data"


def test_a_watch_out_of_reach_is_told_where_it_was_asked_for(chromium, tmp_path):
    with (
        simulated(tmp_path) as watch,
        served(tmp_path / "data", "--sim", watch.address, loslaten=IMPATIENT) as server,
        person(chromium, "nl") as somebody,
    ):
        somebody.enter(server)
        somebody.press("today.fetch")
        somebody.reads(somebody.say("trouble.not_heard"))


def test_a_watch_that_goes_away_in_a_lesson_is_told(chromium, tmp_path):
    tense = vocabulary.CUES["tense"].nl
    with (
        simulated(tmp_path) as watch,
        served(tmp_path / "data", "--sim", watch.address, loslaten=HURRIED) as server,
        person(chromium, "nl") as somebody,
    ):
        somebody.enter(server)
        somebody.go("feel")
        somebody.press("feel.play_label", called=tense)
        somebody.meet(watch, somebody.say("feel.learn_on"))
        watch.kill()
        somebody.press("feel.play_label", called=tense)
        alert = somebody.page.get_by_role("alert")
        expect(alert).to_be_visible()
        expect(alert).not_to_contain_text(somebody.say("trouble.ours"))


def test_a_row_that_cannot_be_read_is_told_where_nights_are_shown(data):
    assert WildValue("note", "written_utc_ms", 1 << 62, True).put(data / FILE_NAME)
    words = "In het logboek is iets niet te lezen, en dat is weggelaten: 1 notitie."
    with served(data) as server:
        server.enter()
        for path, is_told in (("/today", True), ("/report", True), ("/exercise", False)):
            assert (words in server.ask("GET", path).text) == is_told, path
        assert words in server.ask("GET", "/report/page").text
        server.ask("POST", "/watch/check")
        findings = shown(server, "is iets niet te lezen")
        assert every()["watch.do_keep"].nl in findings
        assert "loslaten log" not in findings


# More records than the page keeps at once, of which a part fills so many packets and is kept.
EVENINGS, PACKETS = 80, 28
# Longer than htmx takes to begin once it is there.
LATE_S = 0.5


def test_a_page_is_told_news_however_late_a_script_of_it_comes(chromium, data):
    def late(route):
        time.sleep(LATE_S)
        route.continue_()

    with served(data) as server, person(chromium, "nl") as somebody:
        somebody.page.route("**/htmx/hx-sse.js", late)
        with somebody.page.expect_response("**/live?place=today*"):
            somebody.enter(server)


def test_a_page_whose_line_is_cut_before_it_is_open_asks_for_it_again(chromium, data):
    with served(data) as server, person(chromium, "nl") as somebody:
        somebody.page.route("**/live?*", lambda route: route.abort(), times=1)
        with somebody.page.expect_response("**/live?place=today*"):
            somebody.enter(server)
        expect(somebody.page.get_by_role("status").first).to_be_hidden()


def kept_evenings(home):
    with PracticeLog.in_folder(home / "data") as log:
        return len(log.sessions())


def test_a_watch_that_goes_out_of_reach_in_a_transfer_loses_nothing(chromium, tmp_path):
    with (
        simulated(tmp_path) as watch,
        distance(watch.address) as way,
        served(tmp_path / "data", "--sim", way.address, loslaten=HURRIED) as server,
        person(chromium, "nl") as somebody,
    ):
        stop_early(watch, EVENINGS)
        somebody.enter(server)
        way.go_away_after(PACKETS, lambda: kept_evenings(tmp_path) > 0)
        somebody.press("today.fetch")
        somebody.meet(watch, somebody.say("trouble.lost"))
        assert way.is_out_of_reach
        assert 0 < kept_evenings(tmp_path) < EVENINGS
        somebody.press("page.again")
        somebody.meet(watch, "Het horloge heeft weer plaats.")
    with PracticeLog.in_folder(tmp_path / "data") as log:
        assert len(log.sessions()) == EVENINGS
        assert log.missing(1) == []


def test_a_job_can_be_stopped_and_other_places_stay_usable(chromium, tmp_path):
    with (
        simulated(tmp_path) as watch,
        served(tmp_path / "data", "--sim", watch.address) as server,
        person(chromium, "nl") as somebody,
    ):
        somebody.enter(server)
        somebody.press("today.fetch")
        somebody.reads(somebody.say("page.felt_radio"))
        somebody.go("exercise")
        somebody.reads(somebody.say("page.busy"))
        somebody.go("today")
        somebody.press("page.stop")
        somebody.reads(somebody.say("page.stopped"))


def test_a_server_that_dies_loses_nothing_that_was_typed(chromium, data):
    with person(chromium, "nl") as somebody:
        note = somebody.page.get_by_role("textbox", name=somebody.say("today.note"))
        with served(data) as server:
            somebody.enter(server)
            note.fill("half geschreven")
            server.kill()
            somebody.reads(somebody.say("page.gone")[:30])
        with served(data) as again:
            assert again.port == server.port
            expect(somebody.page.get_by_role("status").first).to_be_hidden()
            expect(note).to_have_value("half geschreven")
            somebody.page.reload()
            expect(note).to_have_value("half geschreven")
            somebody.page.get_by_role("button", name=somebody.say("page.save")).last.click()
            expect(note).to_have_value("")
            somebody.page.reload()
            expect(note).to_have_value("")


def test_what_is_refused_is_told_beside_it_and_stays(chromium, data):
    with served(data) as server, person(chromium, "nl") as somebody:
        somebody.enter(server)
        somebody.go("exercise")
        somebody.page.get_by_text(somebody.say("exercise.more")).click()
        title = somebody.page.get_by_role("textbox", name=somebody.say("exercise.copy_label"))
        title.fill("n" * 61)
        somebody.press("exercise.copy")
        somebody.reads(somebody.say("exercise.title_wrong", max=60))
        expect(title).to_have_value("n" * 61)


def test_what_is_asked_for_while_an_answer_is_late_comes_after_it(chromium, data):
    held = []
    with served(data) as server, person(chromium, "nl") as somebody:
        page = somebody.page
        somebody.enter(server)
        somebody.go("exercise")
        page.route("**/exercise/choose", lambda route: held.append(route))
        title, neck = find("seven-feet-first").title.nl, "nek en keel"
        with page.expect_request("**/exercise/choose"):
            page.get_by_role("combobox", name=somebody.say("exercise.choose")).select_option(title)
        page.get_by_role("listitem").filter(has_text=neck).get_by_role("link").click()
        page.wait_for_timeout(LATE_S * 1000)
        held[0].continue_()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_role("heading", name=neck)).to_be_visible()


def test_two_pages_do_not_fight(chromium, data):
    with served(data) as server, person(chromium, "nl") as first:
        first.enter(server)
        second = first.page.context.new_page()
        second.goto(server.origin + "/exercise?group=jaw")
        first.page.goto(server.origin + "/exercise?group=neck")
        for page in (first.page, second):
            out = page.get_by_role("radio", name=first.say("exercise.how_out"))
            out.click()
            expect(out).to_be_checked()
        second.reload()
        told = "zonder nek en keel, kaken en onderste deel van de wangen"
        expect(second.get_by_text(told, exact=False).first).to_be_visible()


def test_without_scripts_every_page_is_a_plain_form(chromium, data):
    with served(data) as server, person(chromium, "nl", java_script_enabled=False) as somebody:
        somebody.page.goto(server.address)
        somebody.page.goto(server.origin + "/today")
        page = somebody.page
        scale = page.get_by_role("group", name=somebody.say("today.before"))
        scale.get_by_role("radio", name="4", exact=True).check()
        page.get_by_role("button", name=somebody.say("page.save")).first.click()
        expect(scale.get_by_role("radio", name="4", exact=True)).to_be_checked()
        page.goto(server.origin + "/exercise?group=neck")
        page.get_by_role("radio", name=somebody.say("exercise.how_out")).check()
        page.get_by_role("button", name=somebody.say("page.save")).first.click()
        somebody.reads("zonder nek en keel")
