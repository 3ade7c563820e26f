# SPDX-License-Identifier: MIT
"""`loslaten nights send`: tokens, words, and that nobody is named unless that is asked for."""

import json
import os
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.practice_log.log import PracticeLog
from tests.rigs import kept_log
from tests.sending.stub import Stub, answering, stub


@pytest.fixture
def running(home, monkeypatch) -> Iterator[Stub]:
    monkeypatch.delenv("LOSLATEN_FHIR_TOKEN", raising=False)
    with PracticeLog.in_folder() as log:
        kept_log.fill(log)
        log.rename_person(1, "Anna de Vries")
    with stub() as server:
        yield server


def run(server: Stub, *arguments: str, answer: str | None = None) -> Result:
    command = ("nights", "send", "--fhir", server.base, "--lang", "en", *arguments)
    return CliRunner().invoke(main, command, input=answer)


def test_a_second_time_there_is_nothing_new(running):
    first = run(running)
    assert first.exit_code == 0, first.stderr
    assert "11 new on 127.0.0.1" in first.stdout
    assert "without the name" in first.stdout
    assert "nothing new: 127.0.0.1" in run(running).stdout
    told = json.loads(run(running, "--json").stdout)
    assert (told["created"], told["present"], told["known"]) == (0, 0, 11)


def test_nobody_is_named_unless_that_is_asked_for(running):
    run(running)
    assert "Anna" not in json.dumps(running.kept)
    assert "kaak" not in json.dumps(running.kept)
    running.kept = {}
    told = run(running, "--named")
    assert "with the name" in told.stdout
    assert "Anna de Vries" in json.dumps(running.kept)
    assert "kaak" in json.dumps(running.kept)


def test_a_token_is_kept_for_its_owner_alone_and_one_in_the_environment_goes_first(
    running, monkeypatch, home
):
    told = run(running, "--keep-token", answer="kept-t0ken\n")
    assert told.exit_code == 0, told.stderr
    run(running, "--named")
    assert set(running.tokens) == {"Bearer kept-t0ken"}
    assert "kept-t0ken" not in told.stdout + told.stderr
    (file,) = home.rglob("fhir-tokens.json")
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    running.tokens = []
    with PracticeLog.in_folder() as log:
        log._db.execute("DELETE FROM sent")
    monkeypatch.setenv("LOSLATEN_FHIR_TOKEN", "other")
    run(running)
    assert set(running.tokens) == {"Bearer other"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--fhir", "http://fhir.example.org/R4"), "nothing is sent to fhir.example.org"),
        (("--fhir", "nowhere"), "no address of a FHIR server"),
        (("--person", "Bert"), "there is no person Bert"),
    ],
)
def test_what_cannot_be_sent_is_told(running, arguments, told):
    refused = run(running, *arguments)
    assert refused.exit_code == 1
    assert told in refused.stderr
    assert running.requests == 0


def test_a_token_that_is_none_is_not_kept(running, home):
    refused = run(running, "--keep-token", answer="two words\n")
    assert refused.exit_code == 1
    assert "this cannot be a token" in refused.stderr
    assert "two words" not in refused.stderr
    assert running.requests == 0
    assert not list(home.rglob("fhir-tokens.json"))


def test_a_server_that_lets_nobody_in_says_what_to_do_in_ones_language(running):
    running.failures = dict.fromkeys(range(9), answering(401))
    refused = run(running, "--lang", "nl")
    assert refused.exit_code == 1
    assert "laat u niet binnen (HTTP 401)" in refused.stderr
    assert "--keep-token" in refused.stderr


def test_who_is_forgotten_leaves_nothing_of_what_was_sent(running):
    run(running)
    with PracticeLog.in_folder() as log:
        assert log._one("SELECT count(*) FROM sent")[0] == 11
        log.forget_person(1)
        assert log._one("SELECT count(*) FROM sent")[0] == 0
