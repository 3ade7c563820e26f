# SPDX-License-Identifier: MIT
"""The naive report of the benchmarks tells the same as ours, of few nights as of many."""

from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.days import day_of
from loslaten.practice_log.folder import FILE_NAME
from tests.bench import report

NIGHTS = 20


def test_the_naive_report_tells_the_same(home, monkeypatch):
    monkeypatch.setattr(report, "NIGHTS", NIGHTS)
    until = day_of(report.BEGAN_MS + NIGHTS * report.DAY_MS, 60)
    monkeypatch.setattr(report, "UNTIL", until)
    report._import(home / FILE_NAME, list(report._records()), report.PAGE)
    ours, theirs = home / "ours.html", home / "naive.html"
    report._naive(home, theirs)
    options = ["--since", str(report.SINCE), "--until", str(until), "--lang", "en"]
    made = CliRunner().invoke(main, ["report", *options, "--html", str(ours), "--data", str(home)])
    assert made.exit_code == 0, made.output
    assert report._body(ours) == report._body(theirs)
