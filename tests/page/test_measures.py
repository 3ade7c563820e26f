# SPDX-License-Identifier: MIT
"""The week's questions over HTTP: kept once, refused in place, asked again after a week."""

import json
import subprocess

import pytest

from loslaten.practice_log.log import PracticeLog
from tests.page.served import LOSLATEN, Served, served
from tests.rigs import eight_weeks


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home") / "data"
    with PracticeLog.in_folder(folder) as log:
        eight_weeks.fill(log)
    return folder


@pytest.fixture(scope="module")
def server(data):
    with served(data) as running:
        running.enter()
        yield running


def listed(data):
    told = subprocess.run(
        [*LOSLATEN, "measure", "list", "--json", "--data", data], capture_output=True, check=True
    )
    return json.loads(told.stdout)


def test_the_week_is_asked_about_until_it_is_answered(server: Served, data):
    assert 'href="/measures"' in server.ask("GET", "/today").text
    answer = server.ask("POST", "/measures/week", {"tension": "6", "calmer": "yes"})
    assert (answer.status, answer.headers["location"]) == (303, "/measures")
    assert "De week, 6" in server.ask("GET", "/measures").text
    assert 'href="/measures"' not in server.ask("GET", "/today").text
    assert listed(data)[-1]["answers"] == {"tension": 6, "calmer": True}


def test_what_cannot_be_is_refused_in_its_place_and_what_was_typed_stays(server: Served, data):
    before = listed(data)
    typed = {"bed": "23:00", "woke": "06:00", "up": "05:00", "latency": "15"}
    answer = server.ask("POST", "/measures/sleep", typed)
    assert answer.status == 422
    assert 'id="sleep-up-trouble"' in answer.text
    assert 'name="latency" value="15"' in answer.text
    assert server.ask("POST", "/measures/week", {"tension": "11"}).status == 422
    assert server.ask("POST", "/measures/week", {}).status == 422
    assert server.ask("POST", "/measures/mood", {"a": "1"}).status == 404
    assert listed(data) == before
