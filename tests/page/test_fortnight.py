# SPDX-License-Identifier: MIT
"""A fortnight of nights, a proposal, a yes at the page, and the next session practises it."""

from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import night
from loslaten.programme import rules
from loslaten.protocols.file import find
from tests.page.acts import bring_home, practise
from tests.page.person import person
from tests.page.served import HURRIED, served
from tests.page.simulated import simulated
from tests.page.test_proposal import practise as practised_for


def test_after_a_fortnight_a_yes_changes_what_the_wrist_practises(chromium, tmp_path):
    data = tmp_path / "data"
    practised_for(data, rules.STAGE_DAYS)
    seven = find("seven-feet-first")
    with (
        simulated(tmp_path, "--seed", "2") as watch,
        served(data, "--sim", watch.address, loslaten=HURRIED) as server,
        person(chromium, "nl") as somebody,
    ):
        somebody.enter(server)
        somebody.reads("alle spiergroepen, sinds")
        somebody.reads("Verder naar zeven spiergroepen?")
        somebody.press("proposal.yes")
        somebody.meet(watch, somebody.say("proposal.done", title=seven.title.nl))
        somebody.page.get_by_text(somebody.say("proposal.decided")).click()
        somebody.reads("verder naar zeven spiergroepen: gedaan")
        practise(watch)
        bring_home(somebody, watch)
        somebody.reads(somebody.say("today.did_all", n=len(seven.protocol.groups)))
        somebody.reads("U oefent nu: zeven spiergroepen, sinds")
        somebody.go("report")
        report = somebody.page.frame_locator("iframe")
        report.get_by_text("verder naar zeven spiergroepen: gedaan").wait_for()
    with PracticeLog.in_folder(data) as log:
        (kept,) = log.decisions(1)
        newest = log.newest_session()
        assert newest is not None
        last = night(log, newest.id)
    assert (kept.kind, kept.decision) == ("move-on", "accepted")
    assert last is not None
    assert (last.protocol_name, last.ending) == ("seven-feet-first", "completed")
