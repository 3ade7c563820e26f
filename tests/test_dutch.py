# SPDX-License-Identifier: MIT
"""`--lang nl` is Dutch all the way: what commands print in it has no English word of a list."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.errors import LoslatenError
from loslaten.link import catalogue
from loslaten.link import errors as link
from loslaten.protocols.file import SHIPPED_NAMES
from loslaten_core.haptics import cue as cues
from loslaten_core.link import message
from loslaten_core.practice import muscles
from loslaten_core.practice.limits import RATINGS
from tests.rigs.bedroom import Bedroom
from tests.rigs.kept_log import made

# Words of the terminal that are English and not Dutch.
_WORDS = """
    a above after all allowed already an and any are as asked at battery because been before
    below between both but by cannot charge chosen clock closed come could cue cues cut days done
    each ended ends every everything exact failed fault faults felt few final firmware first for
    found free from full gap get given go goes group groups had has have held here hold how
    if into its keep kept known last lasted late least left length less line lines lost made
    many match may minutes more most muscle name needed never new next no none not nothing noted
    number of off on once one only open other out own paused phase press pressed put ready
    records release repeat repeats rest restart right said same say see seen session sessions set
    setting settings shortest longest signal since skipped some source started state still
    stopped stored strength strong such take tell tense than that the their them then there
    these they this through time times to took twice until up updated use used value wait wake
    watch watches were what when where which while who whose will with within without wrist
    write wrong yes yet you your
"""
ENGLISH = frozenset(_WORDS.split()) - {
    # Dutch as well.
    *("al", "as", "had", "last", "of", "open", "pas", "rest", "were", "wrong", "take", "over"),
    # What the simulated watch is called.
    "wrist",
}
# Typed as they are: commands after "loslaten", options, settings, protocols, files, identifiers.
TYPED = re.compile(r"loslaten( [a-z-]+)*|--[a-z-]+( [A-Z|]+)?|[\w.-]+[=/_][\w./=-]*|\"[^\"]*\"")


# What else is typed, in commands about it: cues, settings and their values.
NAMES = {
    "cue": set(re.findall("[a-z]+", " ".join(map(cues.name, cues.CUES)))),
    "settings": {
        "name",
        "strength",
        "strong",
        "wrist",
        "left",
        "right",
        "on",
        *re.findall("[a-z]+", " ".join(RATINGS)),
    },
}

# Fields of a protocol file, in what is wrong with it.
FIELDS = {"name", "title", "source", "groups", "muscle", "tense", "release", "repeats", "wrist"}
FIELDS |= {"left", "right"}


def english(text: str) -> set[str]:
    """Return the English words of the list that stand in a text, apart from what is typed."""
    for name in sorted(SHIPPED_NAMES, key=len, reverse=True):
        text = text.replace(name, "")
    return set(re.findall(r"\b[a-z]+\b", TYPED.sub(" ", text).lower())) & ENGLISH


# Titles of books and articles stay in the language they are in.
TITLES = (
    "Progressive Relaxation Training",
    "Applied relaxation, Behaviour Research and Therapy",
    "applied relaxation practice record",
)

# Every field of it is wrong.
BROKEN = """
name = "kapot"
title = { nl = "Kapot" }
settle_in = "lang"
final_rest = 1.0
wrist = "lnks"
fade_pct = 99
kleur = "rood"

[[groups]]
muscle = "jaw"
tense = 60.0
release = 1.0
repeats = [9, 1]

[[groups]]
muscle = "staart"
"""


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A bedroom after one practice, with the radio on."""
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    room = Bedroom()
    room.open_radio()
    yield room
    room.close()


WITH_WATCH = (
    "status",
    "sync",
    "sync",
    "log list",
    "log show",
    "log note --after 3",
    "protocol list --on-watch",
    "protocol push four --choose",
    "protocol choose onderweg",
    "protocol delete four",
    "settings list",
    "settings set theme=soft wrist=right",
    "devices list",
    "devices name Maan",
    "scan",
    "doctor",
    "cue play tense",
    "cue quiz --results",
)


def test_commands_that_talk_to_a_watch_are_dutch(night: Bedroom):
    night.practise()
    for command in WITH_WATCH:
        words = english(night.printed(*command.split(), "--lang", "nl"))
        assert not words - NAMES.get(command.split()[0], set()), command


PRESSES = "--press 7.5:double --press 1:20 --press 2:00:hold --press 2:30 --press 2:50:hold"


ABOUT_PROTOCOLS = (
    "protocol list",
    *(f"protocol show {name}" for name in SHIPPED_NAMES),
    "protocol plan handout",
    "protocol plan handout --fit-within 30m",
    "protocol plan four --fit 40m",
    "protocol plan four --fit 5m",
    "protocol check handout",
    f"rehearse handout {PRESSES}",
    "rehearse counting",
    "cue list",
    "power --board pico_w",
    "cue show release",
    "rehearse onderweg --press 59:00",
)


@pytest.mark.parametrize("command", ABOUT_PROTOCOLS)
def test_commands_about_protocols_are_dutch(command: str):
    result = CliRunner().invoke(main, [*command.split(), "--lang", "nl"])
    assert result.exit_code in (0, 1), result.output
    printed = result.output
    for title in TITLES:
        printed = re.sub(r"\s+".join(title.split()), "", printed)
    assert not english(printed) - NAMES.get(command.split()[0], set()), printed


READING = (
    "log list",
    "log events",
    "person list",
    "report",
    "log show 1",
    "log show 2",
    "log note --after 3",
)


@pytest.mark.parametrize("command", READING)
def test_commands_that_read_the_log_are_dutch(command: str, tmp_path: Path):
    made(tmp_path).close()
    result = CliRunner().invoke(main, [*command.split(), "--data", str(tmp_path), "--lang", "nl"])
    assert result.exit_code == 0, result.output
    assert not english(result.output.replace(str(tmp_path), "")), result.output


LINK_ERRORS = [
    link.NotFoundError(),
    link.NotFoundError(b"\x12\x34\x56\x78"),
    link.NoConnectionError("x"),
    link.WrongWatchError(b"1", b"2"),
    link.ImpostorsError({"x": link.LinkLostError()}),
    link.LinkLostError(),
    link.LinkTimeoutError("x"),
    link.BadPeerError("x"),
    link.VersionError("laptop"),
    link.VersionError("watch"),
    link.OlderWatchError(),
    link.LockedOutError(30),
    *(link.DeviceRefusedError(message.STATUS, code, "refused it") for code, *_ in catalogue.CODES),
]


@pytest.mark.parametrize("error", LINK_ERRORS, ids=lambda error: type(error).__name__)
def test_errors_of_the_link_are_dutch(error: LoslatenError):
    dutch, spoken = error.told("nl"), error.told("en")
    assert dutch.message != spoken.message
    assert not english(" ".join((dutch.message, *dutch.details, dutch.advice or "")))


@pytest.mark.parametrize(
    "command",
    [
        "log show 99",
        "log note 99 --after 3",
        "log list --person Anna",
        "log list --watch Anna",
        "report --session 99 --html -",
        "protocol show geen",
        "protocol check kapot.toml",
        "protocol show kapot.toml",
        "protocol plan handout --fit-within 1m",
        "protocol plan counting --fit 2h",
        "protocol new handout",
        "protocol new avond --leave-out staart",
        "protocol new avond --tense 60s",
        "protocol new avond -o kapot.toml",
        "rehearse four --press 10 --press 10",
        "cue show release --svg kapot.toml",
    ],
)
def test_what_goes_wrong_is_told_in_dutch(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path))
    made(tmp_path).close()
    Path("kapot.toml").write_text(BROKEN, "utf-8")
    result = CliRunner().invoke(main, [*command.split(), "--lang", "nl"])
    assert result.exit_code in (1, 2), result.output
    printed = result.output
    for muscle in muscles.every():
        printed = printed.replace(muscle.key, "")
    assert not english(printed) - FIELDS - NAMES.get(command.split()[0], set()), printed


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 999", "PRAGMA application_id = 7"])
def test_errors_of_the_log_are_dutch(statement: str, tmp_path: Path):
    log = made(tmp_path)
    log.close()
    with closing(sqlite3.connect(log.path)) as connection:
        connection.execute(statement)
    result = CliRunner().invoke(main, ["log", "list", "--lang", "nl", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert not english(result.output.replace(str(tmp_path), "")), result.output


def test_an_english_word_is_found():
    assert english("2 oefeningen wait; loslaten status") == {"wait"}
