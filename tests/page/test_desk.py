# SPDX-License-Identifier: MIT
"""The desk over HTTP: offered where there are several persons, and who needs a call first."""

import re

from loslaten.practice_log.log import PracticeLog
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


def test_one_person_is_not_asked_to_look_at_a_desk(tmp_path):
    with served(tmp_path) as server:
        server.enter()
        assert 'href="/desk"' not in server.ask("GET", "/report").text
