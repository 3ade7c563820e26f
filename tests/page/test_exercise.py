# SPDX-License-Identifier: MIT
"""The exercise over HTTP: as plain forms, without a script."""

import re

import pytest

from loslaten.protocols.file import find
from tests.page.served import Served, served
from tests.test_dutch import english


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("home") / "data") as running:
        running.enter()
        yield running


def test_it_tells_how_long_it_takes(server: Served):
    text = server.ask("GET", "/exercise").text
    assert "27 tot 58 minuten" in text
    assert "waarvan 5 minuten rust" in text


def test_leaving_a_group_out_by_a_plain_form(server: Served):
    answer = server.ask("POST", "/exercise/groups/neck", {"how": "out"})
    assert answer.status == 303
    text = server.ask("GET", answer.headers["location"]).text
    assert "Mijn oefening" in text
    assert "zonder nek en keel" in text
    assert "26 tot 54 minuten" in text
    server.ask("POST", "/exercise/undo")
    assert "27 tot 58 minuten" in server.ask("GET", "/exercise").text


@pytest.mark.parametrize(
    "fields",
    [
        {"how": "tense", "tense": "12"},
        {"how": "tense", "tense": "-1"},
        {"how": "tense", "tense": "nan"},
        {"how": "tense", "tense": "een"},
        {"how": "tense", "release": "1e309"},
        {"how": "tense", "fewest": "0", "most": "9"},
        {"how": "tense", "fewest": "x", "most": "2"},
    ],
)
def test_a_value_beyond_the_limits_is_refused_in_place(server: Served, fields):
    before = server.ask("GET", "/exercise").text
    answer = server.ask("POST", "/exercise/groups/jaw", fields)
    assert answer.status == 422
    refused = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert "oefening" in refused
    assert not english(re.sub("<[^>]+>", " ", refused)), refused
    assert server.ask("GET", "/exercise").text == before


def test_the_fewest_takes_the_most_along(server: Served):
    server.ask("POST", "/exercise/groups/jaw", {"how": "tense", "fewest": "2", "most": "3"})
    server.ask("POST", "/exercise/groups/jaw", {"how": "tense", "fewest": "4", "most": "3"})
    assert "4 keer" in server.ask("GET", "/exercise?group=jaw").text


def test_the_last_group_stays(server: Served):
    server.ask("POST", "/exercise/choose", {"name": "counting"})
    answer = server.ask("POST", "/exercise/groups/whole-body", {"how": "out"})
    assert answer.status == 422
    assert "minstens één" in answer.text
    server.ask("POST", "/exercise/choose", {"name": "handout"})


def test_every_group_is_a_link_with_its_state_as_text(server: Served):
    text = server.ask("GET", "/exercise").text
    for group in find("handout").groups:
        labels = re.findall(rf'data-group="{group.muscle}" aria-label="([^"]+)"', text)
        assert labels
        assert all(label.startswith(group.name.nl) for label in labels)


@pytest.mark.parametrize(
    ("group", "force"),
    [("buttocks", "stevig"), ("right-forearm", "stevig"), ("neck", "licht"), ("jaw", "rustig")],
)
def test_with_how_much_force_a_group_is_tensed_is_shown(server: Served, group, force):
    text = server.ask("GET", f"/exercise?group={group}").text
    assert f"Met hoeveel kracht: <em>{force}</em>" in text
    row = re.search(rf'data-row="{group}".*?</a>', text)
    assert row
    assert re.search(rf'class="chip">[\d,]+ s, {force}<', row[0])
    english_page = server.ask("GET", f"/exercise?group={group}", Accept_Language="en").text
    told = {"stevig": "firm", "licht": "light", "rustig": "calm"}[force]
    assert f"With how much force: <em>{told}</em>" in english_page


def test_a_light_tension_is_shown_and_no_force_where_none_is_needed(server: Served):
    server.ask("POST", "/exercise/groups/jaw", {"how": "light"})
    text = server.ask("GET", "/exercise?group=jaw").text
    assert "Met hoeveel kracht: <em>licht</em>" in text
    server.ask("POST", "/exercise/undo")
    server.ask("POST", "/exercise/groups/jaw", {"how": "release"})
    assert "Met hoeveel kracht" not in server.ask("GET", "/exercise?group=jaw").text
    server.ask("POST", "/exercise/undo")


def test_a_title_that_cannot_be_is_refused_and_kept(server: Served):
    answer = server.ask("POST", "/exercise/copy", {"title": "n" * 61})
    assert answer.status == 422
    assert "1 tot 60 tekens" in answer.text
    assert "n" * 61 in answer.text
    hostile = '<script>alert("x")</script>'
    server.ask("POST", "/exercise/copy", {"title": hostile})
    assert hostile not in server.ask("GET", "/exercise").text


def test_the_sheet_is_a_page_of_its_own(server: Served):
    answer = server.ask("GET", "/exercise/sheet")
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert find("handout").groups[0].name.nl in answer.text.lower()
