# SPDX-License-Identifier: MIT
"""The first week of a person who has never seen a terminal, at the page, with a simulated watch.

Everything is found by role and label, as who does not see the screen finds it.
"""

import re

import pytest
from playwright.sync_api import expect

from loslaten.language import vocabulary
from loslaten.language.muscle_texts import muscle_name
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import night
from loslaten.protocols.file import find
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import muscles
from tests.page.acts import bring_home, practise
from tests.page.person import Person, person
from tests.page.served import HURRIED, served
from tests.page.simulated import Simulated, simulated

CUES = [cues.name(number) for number in cues.MEANINGS]
NECK = next(one.number for one in muscles.every() if one.key == "neck")
NOTE = {"nl": "Voeten voelden zwaar.", "en": "Feet felt heavy."}
BEFORE, AFTER = 6, 3
# In so long what was played is over and has been felt, in the time of the watch.
FELT_S = 3.0
# For so long a button is held to be reached.
HOLD_MS = 3_300
FELT = re.compile(r" *[\d.]+ s  [^\s\w]")
_STEPS_MAX = 200


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_first_week(chromium, tmp_path, lang):
    data = tmp_path / "data"
    with (
        simulated(tmp_path) as watch,
        served(data, "--sim", watch.address, loslaten=HURRIED) as server,
        person(chromium, lang) as somebody,
    ):
        somebody.enter(server)
        learn(somebody, watch)
        calibrate(somebody, watch)
        leave_the_neck_out(somebody, watch)
        practise(watch)
        bring_home(somebody, watch)
        rate(somebody)
        read_the_report(somebody)
    with PracticeLog.in_folder(data) as log:
        (session,) = log.sessions()
        practised = night(log, session.id)
    assert practised is not None
    assert practised.ending == "completed"
    assert [group.key for group in practised.groups if group.left_out] == ["neck"]
    assert {note.text for note in practised.notes} >= {NOTE[lang]}
    rated = {(note.tension_before, note.tension_after, note.calmer) for note in practised.notes}
    assert {BEFORE} <= {before for before, _, _ in rated}
    assert {AFTER} <= {after for _, after, _ in rated}
    assert {True} <= {calmer for _, _, calmer in rated}


def test_the_head_of_the_page_tells_at_once_that_the_watch_was_met(chromium, tmp_path):
    with (
        served(tmp_path / "data", loslaten=HURRIED) as server,
        person(chromium, "nl") as somebody,
    ):
        somebody.enter(server)
        somebody.press("today.try")
        somebody.page.wait_for_url("**/wrist")
        somebody.go("today")
        head = somebody.page.locator("header")
        expect(head).to_contain_text(somebody.say("page.never_met"))
        somebody.press("today.fetch")
        expect(somebody.button("page.stop")).to_be_visible()
        somebody.button("page.trial_button").click(delay=HOLD_MS)
        somebody.reads(somebody.say("today.home_none"))
        expect(head).to_contain_text("Horloge: batterij")


def learn(somebody: Person, watch: Simulated) -> None:
    """Have each of the five cues played."""
    somebody.go("feel")
    called = {name: vocabulary.CUES[name].say(somebody.speech.lang) for name in CUES}
    somebody.press("feel.play_label", called=called[CUES[0]])
    somebody.meet(watch, somebody.say("feel.learn_on"))
    watch.wait_for(CUES[0])
    for name in CUES[1:]:
        since = len(watch.told)
        somebody.press("feel.play_label", called=called[name])
        watch.wait_for(name, since)
    somebody.press("feel.end")
    somebody.reads(somebody.say("feel.learnt"))


def calibrate(somebody: Person, watch: Simulated) -> None:
    """Say truly what was felt, until the strength of either arm is found."""
    somebody.press("feel.fit_begin")
    somebody.meet(watch, somebody.say("feel.fit_ready"))
    lesson = somebody.page.get_by_role("region", name=somebody.say("feel.fitting"))
    go, yes, no = (
        lesson.get_by_role("button", name=re.compile("|".join(map(somebody.say, keys)) + "$"))
        for keys in (("feel.fit_ready", "feel.fist_ready"), ("feel.yes",), ("feel.no",))
    )
    found = somebody.page.get_by_text(somebody.say("feel.fit_done").partition(":")[0])
    since = len(watch.told)
    for _ in range(_STEPS_MAX):
        expect(go.or_(yes).or_(found).first).to_be_visible()
        if found.is_visible():
            return
        asked = lesson.inner_text()
        if go.is_visible():
            answer = go
        else:
            watch.skip(FELT_S)
            answer = yes if any(map(FELT.match, watch.told[since:])) else no
            since = len(watch.told)
        answer.click()
        expect(lesson).not_to_have_text(asked, use_inner_text=True)
    raise AssertionError("no strength is found")


def leave_the_neck_out(somebody: Person, watch: Simulated) -> None:
    """Choose an exercise, leave a group out of it, and put it on the watch."""
    somebody.go("exercise")
    which = somebody.page.get_by_role("combobox", name=somebody.say("exercise.choose"))
    title = find("seven-feet-first").title.say(somebody.speech.lang)
    which.select_option(label=title)
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text(title)
    neck = muscle_name(NECK, somebody.speech.lang)
    somebody.page.get_by_role("listitem").filter(has_text=neck).get_by_role("link").click()
    expect(somebody.page.get_by_role("heading", name=neck)).to_be_visible()
    out = somebody.page.get_by_role("radio", name=somebody.say("exercise.how_out"))
    out.check()
    somebody.reads(somebody.say("exercise.without", title=title, groups=neck))
    somebody.press("exercise.put")
    somebody.meet(watch, somebody.say("exercise.put_done").partition("{title}")[2])


def rate(somebody: Person) -> None:
    """Say how it was: three taps, and a note."""
    for key, tension in (("today.before", BEFORE), ("today.after", AFTER)):
        scale = somebody.page.get_by_role("group", name=somebody.say(key))
        chosen = scale.get_by_role("radio", name=str(tension), exact=True)
        with somebody.page.expect_response("**/rate"):
            chosen.check()
    calmer = somebody.page.get_by_role("group", name=somebody.say("today.breathing"))
    with somebody.page.expect_response("**/rate"):
        calmer.get_by_role("radio", name=somebody.say("today.yes")).check()
    note = somebody.page.get_by_role("textbox", name=somebody.say("today.note"))
    note.fill(NOTE[somebody.speech.lang])
    somebody.press("page.save")
    somebody.reads(NOTE[somebody.speech.lang])
    expect(note).to_have_value("")


def read_the_report(somebody: Person) -> None:
    """See that night in the page for the therapist, and that it can be printed."""
    somebody.go("report")
    expect(somebody.button("report.print")).to_be_visible()
    report = somebody.page.frame_locator("iframe")
    expect(report.get_by_role("heading", level=1)).to_be_visible()
    neck = muscle_name(NECK, somebody.speech.lang)
    expect(report.get_by_text(neck, exact=False).first).to_be_visible()
