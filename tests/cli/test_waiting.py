# SPDX-License-Identifier: MIT
"""Commands that need the watch wait for it, and say what the wearer can do meanwhile."""

import asyncio

import pytest

from tests.rigs.bedroom import Bedroom, failure


@pytest.fixture
def dark(home):
    """A bedroom whose watch has its radio off."""
    room = Bedroom()
    room.run(asyncio.sleep(3))
    yield room
    room.close()


def test_a_command_goes_on_once_the_button_was_held(dark):
    async def hold_after(seconds):
        await asyncio.sleep(seconds)
        await dark.wearer.hold_long("radio")

    dark.meanwhile(hold_after(30))
    result = dark.loslaten("status")
    assert result.exit_code == 0, result.output
    assert "state" in result.stdout
    assert result.stderr == (
        "hold the watch's button for three seconds, until it answers; waiting 54 s, Ctrl-C stops\n"
    )


def test_after_the_wait_it_fails_as_it_should(dark):
    began_s = dark.loop.time()
    told = failure(dark.loslaten("status"))
    assert told.startswith("no watch was heard")
    assert 60 <= dark.loop.time() - began_s < 62


@pytest.mark.parametrize("wait_s", [0, 4, 20])
def test_how_long_it_waits_can_be_said(dark, wait_s):
    began_s = dark.loop.time()
    failure(dark.loslaten("sync", "--wait", str(wait_s)))
    assert wait_s <= dark.loop.time() - began_s < wait_s + 2


def test_it_is_said_in_dutch_where_that_is_spoken(dark, monkeypatch):
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    assert "houd de knop van het horloge" in dark.loslaten("status", "--wait", "8").stderr
