# SPDX-License-Identifier: MIT
"""The desk over HTTP: offered where there are several persons, and who needs a call first."""

import re

import pytest
from playwright.sync_api import expect

from loslaten.desk import words
from loslaten.practice_log.log import PracticeLog
from tests.page.person import person
from tests.page.served import served
from tests.rigs import seven_persons


def test_the_desk_is_offered_with_several_persons(tmp_path):
    with PracticeLog.in_folder(tmp_path) as log:
        seven_persons.fill(log)
    with served(tmp_path) as server:
        server.enter()
        assert 'href="/desk"' in server.ask("GET", "/report").text
        page = server.ask("GET", "/desk")
    assert page.status == 200
    names = re.findall(r'<th scope="row">(\w+)</th>', page.text)
    assert sorted(names) == sorted(seven_persons.PERSONS)
    assert names[0] == "Bert"
    assert "meer spanning na het oefenen" in page.text
    cells = re.findall(r"<td>(.*?)</td>", page.text, re.DOTALL)
    assert not [one for one in cells if re.search(r"\d{4}-\d\d-\d\d", one)], "a date in words"
    assert [one for one in cells if re.fullmatch(r"\d+ [a-z]+ 2026", one)]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_whole_desk_is_seen_at_once(chromium, tmp_path, lang):
    with PracticeLog.in_folder(tmp_path / "data") as log:
        seven_persons.fill(log)
        log.rename_person(log.persons()[0].id, "Anna de Vries-van den Berg")
    with served(tmp_path / "data") as server, person(chromium, lang) as somebody:
        somebody.enter(server)
        for width in (360, 900, 1087, 1089, 1280):
            somebody.page.set_viewport_size({"width": width, "height": 900})
            somebody.page.goto(server.origin + "/desk")
            desk = somebody.page.get_by_role("region", name=somebody.say("desk.title"))
            assert desk.evaluate("desk => desk.scrollWidth - desk.clientWidth") <= 0, width
            for term in (words.AGREED, words.IMPLEMENTATION, words.TOLD):
                one = desk.get_by_text(term.say(lang), exact=True).locator("visible=true").first
                expect(one).to_be_visible()


def test_one_person_is_not_asked_to_look_at_a_desk(tmp_path):
    with served(tmp_path) as server:
        server.enter()
        assert 'href="/desk"' not in server.ask("GET", "/report").text
