# SPDX-License-Identifier: MIT
"""Typing what does nothing on a simulated watch, or what is no address of one: it is told."""

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.watches.reach import sim_address
from tests.cli.test_processes import Process

NOTHING = ("press", "x", "x2000", "x0,5", "+0", "+90000", "\x1b[A")
ENGLISH = (
    "'{}' does nothing; what does: Enter or p, d, h, l, x and a number from 0.1 to 1000, and + and"
    " a number up to 86400"
)
DUTCH = (
    "'{}' doet niets; wel: Enter of p, d, h, l, x met een getal van 0.1 tot en met 1000, en + met"
    " een getal tot en met 86400"
)
NO_ADDRESS = (
    "foo",
    "",
    ":",
    "foo:x",
    "127.0.0.1:",
    "127.0.0.1:0",
    "127.0.0.1:65536",
    "::",
    "a:+1",
    "a:٣",
)


@pytest.mark.parametrize(("lang", "told"), [("en", ENGLISH), ("nl", DUTCH)])
def test_what_does_nothing_on_a_simulated_watch_is_told_once(lang, told):
    watch = Process("sim", "--port", "0", "--usb", "--speed", "20", "--lang", lang)
    for typed in (*NOTHING, "a" * 50):
        watch.type(typed)
    watch.type("P")
    watch.until(" s ")
    watch.until_error("aaa")
    watch.process.kill()
    watch.end()
    shown = [*NOTHING[:-1], r"\x1b[a", "a" * 20]
    assert watch.errors == [told.format(one) for one in shown]


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_an_address_that_is_none_is_refused_with_its_form(home, address):
    done = CliRunner().invoke(main, ["--sim", address, "log", "list"])
    assert done.exit_code == 2
    assert done.stderr == (
        f"loslaten: {address!r} is no address of a simulated watch; write HOST:PORT, such as"
        " 127.0.0.1:7701; a port is a number from 1 to 65535\n"
    )


def test_it_is_refused_in_dutch(home):
    done = CliRunner().invoke(main, ["--sim", "foo", "status", "--lang", "nl"])
    assert "'foo' is geen adres van een gesimuleerd horloge; schrijf HOST:POORT" in done.stderr
    assert "een poort is een getal van 1 tot en met 65535" in done.stderr


def test_an_address_without_a_host_is_on_this_computer(home):
    done = CliRunner().invoke(main, ["--sim", ":1", "status"])
    assert done.stderr.startswith("loslaten: there is no simulated watch at :1\n")
    assert sim_address(":1") == ("127.0.0.1", 1)
    assert sim_address("bedroom:65535") == ("bedroom", 65_535)
