# SPDX-License-Identifier: MIT
"""`loslaten report`: what is printed and written, and what is said when it cannot be."""

import json
import os
import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.cli.surroundings import Surroundings
from loslaten.practice_log import rows
from loslaten.practice_log.log import PracticeLog
from loslaten.report.page import pdf
from tests.rigs import eight_weeks
from tests.rigs.raw_records import NOW_MS, SERIAL, practised, raw

LATE = (2026, 11, 22, 21, 0)


@pytest.fixture(autouse=True)
def data(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with eight weeks of practice, in a folder of its own."""
    monkeypatch.chdir(home)
    with PracticeLog.in_folder() as log:
        eight_weeks.fill(log)
    return home / "data"


def run(*arguments: str, at: tuple[int, ...] = LATE) -> Result:
    now_ms = round(datetime(*at, tzinfo=UTC).timestamp() * 1000)
    return CliRunner().invoke(
        main, ["report", *arguments], obj=Surroundings(now=lambda: (now_ms, 60))
    )


def output(*arguments: str, at: tuple[int, ...] = LATE) -> str:
    done = run(*arguments, at=at)
    assert done.exit_code == 0, done.output
    return done.stdout


def said(*arguments: str, code: int = 1) -> str:
    done = run(*arguments)
    assert done.exit_code == code, done.output
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_terminal_shows_a_summary_in_80_columns(lang):
    told = output("--lang", lang)
    lines = told.splitlines()
    assert max(map(len, lines)) <= 80
    assert "{" not in told
    weeks = [line for line in lines if "? ? ? ?" in line]
    assert len(weeks) == 1
    assert weeks[0].split()[2:9] == list("##????#") or weeks[0].split()[3:10] == list("##????#")
    assert ("linkeronderbeen" if lang == "nl" else "left lower leg") in told
    label = "Herhalingen per oefening" if lang == "nl" else "Repeats per session"
    assert re.search(rf"^{label}  +36  +\D", told, re.MULTILINE)


def test_the_newest_eight_weeks_are_reported():
    assert output().startswith("Practice report  30 Sep \N{EN DASH} 22 Nov 2026 (8 weeks)")
    later = output(at=(2026, 12, 20, 12, 0))
    assert later.startswith("Practice report  26 Oct \N{EN DASH} 20 Dec 2026 (8 weeks)")
    assert "The watch was last read out on 19 Nov." in later


def test_a_clock_that_is_behind_hides_nothing():
    told = json.loads(output("--json", at=(2026, 10, 1, 12, 0)))
    assert told["period"] == {"first": "2026-09-30", "last": "2026-11-19"}
    assert told["sessions"] == 32


def test_a_period_can_be_chosen():
    told = json.loads(output("--since", "2026-10-05", "--until", "2026-10-11", "--json"))
    assert told["period"] == {"first": "2026-10-05", "last": "2026-10-11"}
    assert told["sessions"] == 6
    assert len(told["columns"]["parts"]) == 1
    assert json.loads(output("--until", "2026-10-11", "--json"))["period"]["first"] == "2026-09-30"
    assert json.loads(output("--since", "2027-01-01", "--json"))["sessions"] == 0
    # Half of what is known to be in the middle of October lies outside.
    assert json.loads(output("--since", "2026-10-15", "--json"))["sessions_perhaps"] == 1


def test_the_json_has_sensed_and_self_reported_apart():
    told = json.loads(output("--json", "--agreed", "5"))
    assert told["told"] == {"first": "2026-09-30", "last": "2026-11-19"}
    assert sum(told["endings"].values()) == told["sessions"] == 32
    assert told["sessions_agreed"] == pytest.approx(5 * 51 / 7)
    assert sum(len(entries) for entries in told["days"].values()) == 29
    assert sum(one["sessions"] for one in told["day_unknown"]) == 3
    assert told["self_reported"]["sessions_rated"] == 21
    assert {one["kind"] for one in told["look"]} == {"hurts", "hard"}
    assert told["groups"][0]["muscle"] == "right-foot"
    totals = [
        sum(part["repeats_asked"] for part in one["columns"].values()) for one in told["groups"]
    ]
    assert totals == [one["repeats_asked"] for one in told["groups"]]
    assert [one["sessions"] for one in told["protocols"]] == [19, 13]


def test_the_page_is_written_whole_and_not_over_another(home):
    path = home / "report.html"
    done = run("--html", str(path), "--lang", "nl", "--name", "A. de Vries")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"de bladzijde: {path}\n"
    page = path.read_text("utf-8")
    assert "Oefenverslag" in page
    assert "A. de Vries" in page
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or os.name == "nt"
    assert "exists already" in said("--html", str(path))
    assert path.read_text("utf-8") == page
    assert run("--html", str(path), "--force", "--session", "3").exit_code == 0
    assert "One session, close up" in path.read_text("utf-8")


def test_the_page_says_on_which_day_it_was_made(home):
    output("--html", str(home / "report.html"), at=(2026, 11, 22, 23, 30))
    assert "Made on 23 Nov 2026" in (home / "report.html").read_text("utf-8")


@pytest.mark.long
@pytest.mark.skipif(pdf.find_browser() is None, reason="no Chromium, Chrome or Edge here to print")
def test_the_pdf_comes_beside_the_page(home):
    done = run("--pdf", "report.pdf", "--html", "report.html", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["sessions"] == 32
    assert (home / "report.pdf").read_bytes().startswith(b"%PDF")
    assert sorted(one.name for one in home.glob("report*")) == ["report.html", "report.pdf"]
    assert "exists already" in said("--pdf", "report.pdf")


def test_without_a_browser_there_is_advice(home, monkeypatch):
    monkeypatch.setenv("PATH", str(home))
    monkeypatch.delenv(pdf.BROWSER_VARIABLE, raising=False)
    assert said("--pdf", "report.pdf") == (
        "loslaten: no Chromium, Chrome or Edge to print with was found\n"
        "  -> make the page with --html FILE, open it in any browser and print it to a PDF\n"
    )
    monkeypatch.setenv(pdf.BROWSER_VARIABLE, "no-such-browser")
    assert "no Chromium" in said("--pdf", "report.pdf")


@pytest.mark.skipif(os.name == "nt", reason="a script stands in for the browser")
def test_a_browser_that_fails_is_quoted(home, monkeypatch):
    browser = home / "browser"
    browser.write_text("#!/bin/sh\necho one\necho two\nexit 3\n")
    browser.chmod(0o755)
    monkeypatch.setenv(pdf.BROWSER_VARIABLE, str(browser))
    told = said("--pdf", "report.pdf")
    assert told.startswith(f"loslaten: {browser} made no PDF\n  one\n  two\n  -> make the page")
    assert not list(home.glob("report*"))
    assert not list(home.glob("loslaten-*"))


@pytest.mark.skipif(os.name == "nt", reason="a script stands in for the browser")
def test_a_browser_that_hangs_is_not_waited_for(home, monkeypatch):
    browser = home / "browser"
    browser.write_text("#!/bin/sh\nexec sleep 60\n")
    browser.chmod(0o755)
    monkeypatch.setenv(pdf.BROWSER_VARIABLE, str(browser))
    with pytest.raises(pdf.PrintError, match="did not finish in 0 s"):
        pdf.printed("<p>", home, timeout_s=0.2)
    assert not list(home.glob("loslaten-*"))


def test_files_that_cannot_be_written_are_named(home):
    assert "nowhere/report.html cannot be written" in said("--html", "nowhere/report.html")
    (home / "folder").mkdir()
    assert "folder is not a file" in said("--html", "folder")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--since", "yesterday"), "no day; write 2026-09-28"),
        (("--until", "2026-02-30"), "no day"),
        (("--since", "1970-01-01"), "no day"),
        (("--until", "9999-12-31"), "no day"),
        (("--since", "2026-11-02", "--until", "2026-11-01"), "is after --until"),
        (("--session", "3"), "--session is for the page"),
        (("--agreed", "0"), "1<=x<=50"),
        (("--agreed", "nan"), "not a valid integer"),
        (("--lang", "de"), "'nl', 'en'"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(arguments, words):
    assert words in said(*arguments, code=2)


def test_a_session_that_is_not_there(home):
    assert "there is no session 99" in said("--html", "report.html", "--session", "99")
    assert not (home / "report.html").exists()


def test_a_log_without_sessions_says_what_to_do(tmp_path):
    told = said("--data", str(tmp_path / "empty"))
    assert told == "loslaten: there is no session yet\n  -> practise, then: loslaten sync\n"


def test_sessions_of_which_no_time_is_known_are_told_and_not_drawn(tmp_path):
    folder = tmp_path / "timeless"
    with PracticeLog.in_folder(folder) as log:
        log.see_watch(SERIAL, "", NOW_MS)
        log.take_page(1, [raw(1, practised()), raw(2, practised())], NOW_MS)
    told = output("--data", str(folder))
    assert "2 sessions perhaps outside this period: not counted." in told
    assert "at an unknown time (2 sessions)" in told
    assert "Of these days nothing has been read out." in told


def test_a_log_of_years_is_told_by_quarters(tmp_path):
    folder = tmp_path / "years"
    day_ms = 86_400_000
    with PracticeLog.in_folder(folder) as log:
        log.see_watch(SERIAL, "", NOW_MS)
        raws = [raw(n + 1, practised(2), uptime_ms=n * 30 * day_ms) for n in range(100)]
        log.take_page(1, raws, NOW_MS)
        log.add_anchor(
            1, rows.AnchorRow(boot=1, uptime_ms=0, utc_ms=NOW_MS, zone_min=60, error_ms=40)
        )
    told = output("--data", str(folder), "--since", "2026-11-22", at=(2035, 1, 1, 12, 0))
    assert "Jan\N{EN DASH}Mar 2030" in told
    assert "Sessions                  100" in told
