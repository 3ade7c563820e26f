# SPDX-License-Identifier: MIT
"""The sheet: one A4 page that says all that the wearer needs of a protocol."""

import re
from html import unescape

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.language.text import LANGUAGES
from loslaten.protocols.file import SHIPPED_NAMES, find, load
from loslaten.report.page.pdf import find_browser
from loslaten.sheet import words
from loslaten.sheet.html import html
from loslaten_core.practice import limits, muscles
from loslaten_core.practice.limits import LEFT_OUT
from tests.protocols.test_file import GOOD, written

each_language = pytest.mark.parametrize("lang", LANGUAGES)


def loslaten(*arguments):
    return CliRunner().invoke(main, ["sheet", *arguments])


def text_of(page: str) -> str:
    """Text of a page, without its marks."""
    body = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(body))


@each_language
@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_it_says_every_group_with_what_to_do(name, lang):
    file = find(name)
    said = text_of(html(file, muscles.LEFT, lang))
    assert file.title.say(lang) in said
    assert file.caution.say(lang) in said
    at = 0
    for text in file.groups:
        at = said.index(text.name.say(lang), at)
        at = said.index(text.instruction.say(lang), at)


@each_language
def test_it_draws_the_cues_and_tells_the_button(lang):
    page = html(find("handout"), muscles.LEFT, lang)
    assert page.count("<path d=") == len(words.CUES)
    said = text_of(page)
    for _, means in words.CUES:
        assert means.say(lang) in said
    for press, does in words.PRESSES:
        assert f"{press.say(lang)} {does.say(lang)}" in said
    for caution in words.CAUTIONS:
        assert caution.say(lang) in said


def test_the_licence_of_the_tool_is_not_told_of_the_sheet():
    assert "SPDX" not in html(find("handout"), muscles.LEFT, "nl")


def test_a_cue_is_drawn_pulse_by_pulse_as_long_as_it_is_felt():
    page = html(find("handout"), muscles.LEFT, "nl")
    drawn = dict(re.findall(r'<path d="([^"]+)"/></svg><span>([^<]+)<', page))
    pulses = {means: path.count("Z") for path, means in drawn.items()}
    assert pulses["span aan"] == 2
    assert pulses["laat los, en voel het verschil"] == 1
    assert pulses["dat kan nu niet"] == 3


def test_what_is_not_felt_or_not_pressed_is_not_told():
    seated = text_of(html(find("onderweg"), muscles.LEFT, "nl"))
    assert "span aan" not in seated
    assert "terwijl u aanspant" not in seated
    assert "het einde" in seated
    assert "het einde" not in text_of(html(find("handout"), muscles.LEFT, "nl"))


def test_effort_and_time_of_a_group_are_told_in_its_language():
    said = text_of(html(find("handout"), muscles.LEFT, "nl"))
    assert "rechtervoet 2,5 s" in said
    assert "billen 6 s, stevig" in said
    assert "buttocks 6 s, firm" in text_of(html(find("handout"), muscles.LEFT, "en"))
    assert "17 spiergroepen · 27 tot 58 minuten · horloge om uw linkerpols" in said


def test_a_caution_of_the_protocol_is_no_reason_not_to_practise():
    page = html(find("counting"), muscles.LEFT, "nl")
    not_when = page.partition("<h2>Niet oefenen</h2>")[2].partition("<h2>")[0]
    assert "het tellen is gezelschap" not in not_when
    assert "Let op Adem in uw eigen tempo" in text_of(page)


@pytest.mark.parametrize(("name", "says"), [("handout", True), ("onderweg", False)])
def test_it_says_that_the_rest_is_for_falling_asleep(name, says):
    said = text_of(html(find(name), muscles.LEFT, "nl"))
    assert ("Daarna 5 minuten rust" in said) == says
    assert ("In slaap vallen mag." in said) == says


def test_a_group_left_out_is_named_as_such(tmp_path):
    path = written(
        tmp_path, GOOD.replace("groups = [", "groups = [ { muscle = 'neck', mode = 'left-out' },")
    )
    file = load(path)
    assert file.protocol.groups[0].mode == LEFT_OUT
    said = text_of(html(file, muscles.LEFT, "nl"))
    assert "nek en keel weggelaten" in said
    assert file.groups[0].instruction.nl not in said


def test_the_command_writes_a_page_under_the_protocol_s_own_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = loslaten("zeven", "--lang", "nl", "--mirrored", "--wrist", "right", "--end-cue")
    assert result.exit_code == 0, result.output
    said = text_of((tmp_path / "zeven.html").read_text("utf-8"))
    assert "Zeven spiergroepen (gespiegeld)" in said
    assert said.index("linkerarm") < said.index("rechterarm")
    assert "horloge om uw rechterpols" in said
    assert "het einde" in said
    again = loslaten("zeven", "--lang", "nl")
    assert again.exit_code == 1
    assert "--force" in again.output


@pytest.mark.long
@pytest.mark.skipif(find_browser() is None, reason="there is no browser to print with")
@pytest.mark.parametrize(("name", "lang"), [("handout", "nl"), ("onderweg", "en"), ("full", "nl")])
def test_it_is_one_page_of_a4(tmp_path, monkeypatch, name, lang):
    monkeypatch.chdir(tmp_path)
    if name == "full":
        keys = [muscle.key for muscle in muscles.every()][: limits.GROUPS[1]]
        groups = ", ".join(f'{{ muscle = "{key}", mode = "release-only" }}' for key in keys)
        written(tmp_path, GOOD.partition("groups =")[0] + f"groups = [{groups}]\n")
        name = next(str(path) for path in tmp_path.glob("*.toml"))
    result = loslaten(name, "--lang", lang, "--pdf", "sheet.pdf")
    assert result.exit_code == 0, result.output
    pdf = (tmp_path / "sheet.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1
    (width, height) = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0]
    assert (round(float(width)), round(float(height))) in ((595, 842), (594, 842), (596, 842))
