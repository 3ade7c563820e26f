# SPDX-License-Identifier: MIT
"""The place of the watch: how it is, how it is set, what is wrong, and software by cable."""

import asyncio
import functools
import re
import time
from types import SimpleNamespace

import pytest

from loslaten.deploy import console, image, ports
from loslaten.deploy.errors import ConsoleLostError, DeployError
from loslaten.link.keys import KeyStore
from loslaten.page import cable, kept, settings
from loslaten.page.radio import Phase
from loslaten.page.words import every
from loslaten.page.world import World
from loslaten.practice_log.log import PracticeLog
from loslaten.sim.micropython.repl import ReplBoard
from tests.deploy.small import DATA, deployed, image_of
from tests.page.served import served
from tests.rigs.room import live

_WITHIN_S = 60.0
_LOOK_S = 0.1
SERIAL = bytes(range(8))
NOW = (1_790_000_000_000, 120)
SETTINGS = {
    "name": "Maan",
    "theme": 0,
    "wrist": 0,
    "strength_pct": 80,
    "clenched_strength_pct": 90,
}


@pytest.fixture
def server(tmp_path):
    with served(tmp_path / "data") as running:
        running.enter()
        yield running


@pytest.fixture
def trial(server):
    """The page with a wrist in it, whose watch was met."""
    server.ask("POST", "/wrist/begin")
    server.ask("POST", "/wrist/speed", {"speed": "20"})
    done(server, "/watch/look", "watch.looked")
    return server


DAY = {
    "ratings": 0,
    "day_programme": 0,
    "day_taps": 5,
    "day_from": 540,
    "day_until": 1_020,
    "reminder": 0,
    "reminder_at": 1_260,
}


def remember(home, board, settings=SETTINGS):
    """Let the page have met a watch of that board."""
    told = kept.LastTold(
        name=settings["name"], at_utc_ms=1, battery_pct=84, board=board, settings=settings
    )
    World(home / "data", lambda: None, lambda: (1, 0)).keep_told(told)


def shown(server, told):
    """Return the page of the watch as soon as it says something."""
    until_s = time.monotonic() + _WITHIN_S
    while time.monotonic() < until_s:
        page = server.ask("GET", "/watch").text
        if told in page:
            return page
        time.sleep(_LOOK_S)
    raise AssertionError(f"never shown: {told}\n{page}")


def done(server, path, told, **fields):
    """Ask for something, hold the button of the wrist in the page, and wait for what is told."""
    assert server.ask("POST", path, fields).status == 303
    server.ask("POST", "/wrist/gesture", {"gesture": "long"})
    return shown(server, every()[told].nl)


def test_everything_that_one_does_with_a_watch(trial):
    wanted = {"name": "Ster", "theme": "strong", "wrist": "left", "strength_pct": "70"}
    wanted["ratings"] = "before"
    page = done(trial, "/watch/settings", "watch.changed", **wanted)
    for value in (
        'value="Ster"',
        'value="strong" checked',
        'value="left" checked',
        'value="before" checked',
    ):
        assert value in page
    done(trial, "/watch/identify", "watch.identified")
    done(trial, "/watch/restart", "watch.restarted")
    assert 'value="Ster"' in done(trial, "/watch/look", "watch.looked")


def test_how_the_watch_is_does_not_stand_beside_how_it_was(trial):
    page = done(trial, "/watch/look", "watch.looked")
    assert "Bekeken op " in page
    assert "Zo was het" not in page
    assert "Zo is het" not in page


def test_a_watch_that_does_not_know_the_time_says_so_where_it_needs_it(trial):
    silent = every()["watch.silent"].nl
    assert silent not in done(trial, "/watch/settings", "watch.changed", strength_pct="70")
    assert silent in done(trial, "/watch/settings", "watch.changed", reminder="on")
    assert trial.ask("POST", "/today/fetch").status == 303
    trial.ask("POST", "/wrist/gesture", {"gesture": "long"})
    assert silent not in done(trial, "/watch/look", "watch.looked")


@pytest.fixture(scope="module")
def met(tmp_path_factory):
    """The page of a watch that was met and is out of reach."""
    home = tmp_path_factory.mktemp("home")
    KeyStore(home / ".local/state/loslaten/keys.json").put(SERIAL, bytes(32))
    remember(home, "pico_w", SETTINGS | DAY)
    with served(home / "data") as running:
        running.enter()
        yield running


def test_the_settings_of_the_day_are_shown_as_times_of_day(met):
    page = met.ask("GET", "/watch").text
    for name, value in (("day_from", "09:00"), ("day_until", "17:00"), ("reminder_at", "21:00")):
        assert re.search(rf'type="time" id="{name}" [^>]*value="{value}"', page), name
    assert re.search(r'id="day_taps" [^>]*min="1" max="12" value="5"', page)
    for name in ("day_programme", "reminder"):
        assert f'name="{name}" value="off" checked' in page
    choices = re.findall(r'name="ratings" value="([^"]+)"', page)
    assert choices == ["protocol", "off", "before", "before-and-after"]


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("name", "", "Een naam heeft 1 tot 20 tekens"),
        ("name", "é" * 11, "Een naam heeft 1 tot 20 tekens"),
        ("strength_pct", "30", "De sterkte gaat van 40 tot 100 %."),
        ("strength_pct", "sterk", "De sterkte gaat van 40 tot 100 %."),
        ("theme", "loud", "Kies een van de mogelijkheden."),
        ("ratings", "always", "Kies een van de mogelijkheden."),
        ("day_programme", "2", "Kies een van de mogelijkheden."),
        ("day_taps", "13", "Dat kan 1 tot 12 keer per dag."),
        ("day_taps", "9" * 5_000, "Dat kan 1 tot 12 keer per dag."),
        ("day_taps", "-1", "Dat kan 1 tot 12 keer per dag."),
        ("day_from", "05:00", "Kies een tijd van 06:00 tot 22:00."),
        ("day_from", "", "Kies een tijd van 06:00 tot 22:00."),
        ("day_until", "24:00", "Kies een tijd van 06:00 tot 22:00."),
        ("day_until", "09:00", every()["watch.wrong_hours"].nl),
        ("reminder_at", "negen", "Kies een tijd van 06:00 tot 23:30."),
    ],
)
def test_a_setting_that_cannot_be_is_refused_beside_its_field_and_stays(met, name, typed, told):
    answer = met.ask("POST", "/watch/settings", {"name": "Ster", "day_taps": "7"} | {name: typed})
    assert answer.status == 422
    beside = answer.text.partition(f'<div id="{name}-trouble">')[2].partition("</form>")[0]
    assert told in beside.partition("</div>")[0]
    assert every()["watch.unchanged"].nl in beside
    assert answer.text.count('aria-invalid="true"') == 1
    assert ('value="Ster"' in answer.text) == (name != "name")
    assert ('value="7"' in answer.text) == (name != "day_taps")
    assert 'value="Maan"' in met.ask("GET", "/watch").text


def test_a_watch_that_knows_no_days_is_not_asked_for_them(tmp_path):
    KeyStore(tmp_path / ".local/state/loslaten/keys.json").put(SERIAL, bytes(32))
    remember(tmp_path, "pico_w")
    with served(tmp_path / "data") as server:
        server.enter()
        page = server.ask("GET", "/watch").text
    assert 'name="theme"' in page
    assert not re.search('name="(ratings|day_|reminder)', page)


def test_the_day_and_the_ratings_are_set_on_a_watch():
    """The page's form and the firmware agree on every one of them."""
    typed = {
        "ratings": "before-and-after",
        "day_programme": "on",
        "day_taps": "3",
        "day_from": "9:30",
        "day_until": "16:00",
        "reminder": "on",
        "reminder_at": "20:30",
    }
    told = []

    async def story(room):
        await room.open_radio()
        async with await room.connect() as client:
            now = await client.settings()
            await client.write_settings(settings.read(typed, now))
            told.append(await client.settings())

    live(story)
    assert settings.shown(told[0]).items() >= (typed | {"day_from": "09:30"}).items()
    assert settings.read(typed, told[0]) == {}


@pytest.mark.parametrize(
    ("board", "told"), [("pico_w", "nog 7 nachten (84 %)"), ("of a later day", "84 %")]
)
def test_the_battery_is_told_in_nights_where_its_board_is_known(tmp_path, board, told):
    remember(tmp_path, board)
    KeyStore(tmp_path / ".local/state/loslaten/keys.json").put(SERIAL, bytes(32))
    with served(tmp_path / "data") as server:
        server.enter()
        page = server.ask("GET", "/watch").text
    assert f"<dd>{told}</dd>" in page
    assert ("Horloge: nog 7 nachten" in page) == (board == "pico_w")


def test_a_watch_is_forgotten_once_one_is_sure(tmp_path):
    keys = KeyStore(tmp_path / ".local/state/loslaten/keys.json")
    keys.put(SERIAL, bytes(32))
    with PracticeLog.in_folder(tmp_path / "data") as log:
        log.see_watch(SERIAL, "Maan", 1)
    remember(tmp_path, "pico_w")
    with served(tmp_path / "data") as server:
        server.enter()
        unsure = server.ask("POST", "/watch/forget")
        assert (unsure.status, keys.watch_ids()) == (422, [SERIAL])
        assert every()["watch.not_sure"].nl in unsure.text
        assert server.ask("POST", "/watch/forget", {"sure": "yes"}).status == 303
        assert keys.watch_ids() == []
        assert "Maan" not in server.ask("GET", "/watch").text


def test_what_is_wrong_is_told_with_what_to_do_in_the_page(server):
    server.ask("POST", "/watch/check")
    page = shown(server, "om naar te kijken")
    _, _, findings = page.partition('<ul class="findings">')
    findings = findings.partition("</ul>")[0]
    assert "versies: loslaten" in findings
    assert every()["watch.do_cable"].nl in findings, "no watch is known here"
    assert "loslaten deploy" not in findings


@pytest.fixture
def plugged(tmp_path, monkeypatch):
    """The radio of a page, with a board on the cable that runs version 1; this one is 2."""
    monkeypatch.setattr("loslaten.link.keys.user_state_path", lambda _: tmp_path)
    monkeypatch.setattr(image, "build", lambda _board: image_of("2"))
    monkeypatch.setattr(cable, "Console", functools.partial(console.Console, return_s=5.0))
    with ReplBoard(flash=deployed("1")) as board:
        board.power_on()
        monkeypatch.setattr(ports, "find_port", lambda _port: board.port)
        yield SimpleNamespace(board=board, data=tmp_path / "data")


def updated(data, meanwhile=lambda _world, _job: None):
    """Update the watch on the cable; return the job and all that it told."""
    told = []

    async def story():
        def nothing_in_the_air():
            raise AssertionError("the radio is not asked")

        world = World(data, nothing_in_the_air, lambda: NOW)
        worker = asyncio.create_task(world.radio.run())
        job = world.radio.ask_here("watch", every()["watch.updating"], cable.update(world))
        tell = job.tell

        def heard(text, done=0, total=0):
            told.append((text.nl, done, total))
            tell(text, done, total)
            meanwhile(world, job)

        job.tell = heard
        try:
            async with asyncio.timeout(_WITHIN_S):
                while job.is_active or (job.task is not None and not job.task.done()):
                    await asyncio.sleep(0.01)
        finally:
            worker.cancel()
            await asyncio.wait({worker})
        return job

    return asyncio.run(story()), told


def test_software_comes_by_cable_and_how_far_it_is_is_told(plugged):
    job, told = updated(plugged.data)
    assert (job.phase, job.error) == (Phase.DONE, None)
    assert job.outcome is not None
    assert job.outcome.nl == every()["watch.updated"].format(v="2").nl
    copied = [(done, total) for what, done, total in told if what == "kopiëren"]
    assert copied == [(done, len(copied)) for done in range(len(copied))]
    assert len(copied) > 3
    flash = plugged.board.flash()
    assert flash["/slot"] == b"b"
    assert {path: flash[path] for path in DATA} == DATA


def test_it_can_be_stopped_and_the_watch_runs_what_it_ran(plugged):
    def stop(world, job):
        if job.total and job.done:
            world.radio.stop(job.number)

    job, told = updated(plugged.data, stop)
    assert job.phase is Phase.STOPPED
    assert told[-1][0] == "kopiëren"
    flash = plugged.board.flash()
    assert flash["/slot"] == b"a"
    assert "/trial" not in flash


def test_a_cable_that_comes_out_is_told(plugged):
    def unplug(_world, job):
        if job.total and job.done == 1:
            plugged.board.power_off()

    job, _ = updated(plugged.data, unplug)
    assert job.phase is Phase.FAILED
    assert isinstance(job.error, ConsoleLostError)
    assert plugged.board.flash()["/slot"] == b"a"


def test_without_a_board_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("serial.tools.list_ports.comports", list)
    job, _ = updated(tmp_path)
    assert job.phase is Phase.FAILED
    assert isinstance(job.error, DeployError)
    assert job.error.told("nl").message == "er is geen bord aangesloten via USB"
