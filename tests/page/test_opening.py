# SPDX-License-Identifier: MIT
"""`loslaten open` beside another one, and where the page cannot be opened."""

import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from loslaten.page.admission import Admission
from loslaten.page.serving import listen, listen_or_meet
from tests.page.served import LOSLATEN, Served, environment, served

# Waits a second for a page that hangs; a browser is a program that keeps what it is asked to open.
HASTY = (
    sys.executable,
    "-c",
    (
        "from loslaten.page import serving; serving.ANSWER_S = 1.0; "
        "from loslaten.cli import main; main(prog_name='loslaten')"
    ),
)


@contextmanager
def suspended(server: Served) -> Iterator[None]:
    """Suspend a server, as Ctrl-Z does."""
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


def test_of_two_that_are_started_at_once_one_serves(tmp_path):
    """The other has read that there is no server yet."""
    other = Admission(tmp_path / "data" / "page")
    with served(tmp_path / "data") as running:
        assert listen(other) is None
        assert other.port == running.port


def test_a_server_that_is_busy_for_long_stays_the_only_one(tmp_path):
    with served(tmp_path / "data") as running, suspended(running):
        assert listen(Admission(tmp_path / "data" / "page")) is None


def path_of(address: str) -> Path:
    return Path(url2pathname(urlsplit(address.strip()).path))


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[str], tuple["subprocess.CompletedProcess[str]", str]]:
    """Outcome of `loslaten open` in a language, and its words in the browser."""
    browser, asked = tmp_path / "browser", tmp_path / "asked"
    browser.write_text(f'#!/bin/sh\necho "$1" > {asked}\n')
    browser.chmod(0o700)
    env = {**environment(tmp_path), "BROWSER": f"{browser} %s"}

    def open_(lang: str) -> tuple["subprocess.CompletedProcess[str]", str]:
        command = [*HASTY, "open", "--data", str(tmp_path / "data"), "--lang", lang]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=env)
        return done, path_of(asked.read_text()).read_text()

    return open_


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is suspended there")
@pytest.mark.parametrize(("lang", "said"), [("nl", "antwoordt niet"), ("en", "does not answer")])
def test_a_second_open_says_that_the_first_does_not_answer(tmp_path, opened, lang, said):
    with served(tmp_path / "data") as first:
        with suspended(first):
            second, told = opened(lang)
            assert second.returncode == 1
            assert said in second.stderr
            assert "fg" in second.stderr.splitlines()[1]
            assert "<h1>Loslaten is al open, maar antwoordt niet</h1>" in told
            assert "does not answer" in told
            assert "<p>Typ fg in het venster" in told
            style = re.findall(r'<link rel="stylesheet" href="([^"]*)">', told)
            assert [path_of(one).name for one in style] == ["page.css"]
        again, _ = opened(lang)
        assert again.returncode == 0, again.stderr
        assert f":{first.port}/" in again.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="the browser is a script")
def test_what_keeps_the_page_from_opening_is_told_in_the_browser_too(tmp_path, opened):
    kept = tmp_path / "data" / "page" / "server.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("{}")
    done, told = opened("nl")
    assert done.returncode == 1
    assert f"<h1>{kept} is beschadigd" in told
    assert "Delete it; a new one is made." in told


HOLD = """
import sys
from pathlib import Path
from loslaten import files
hold = files.held(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_an_open_while_the_first_is_about_to_end_serves_then(tmp_path):
    """Its port is closed already, and the folder is still its own."""
    admission = Admission(tmp_path / "data" / "page")
    with socket.create_server(("127.0.0.1", 0)) as gone:
        admission.keep_port(gone.getsockname()[1])
    held = str(tmp_path / "data" / "page" / "server.held")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, held],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdin is not None
        assert first.stdout.readline() == "held\n"
        ending = threading.Timer(0.5, first.stdin.close)
        ending.start()
        with listen_or_meet(admission) as listening:
            assert listening.getsockname()[1] == admission.port
        ending.join()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system itself opens pages")
def test_where_no_browser_opens_the_address_is_told(tmp_path):
    data = tmp_path / "data"
    with served(data) as first:
        without = {**environment(tmp_path), "PATH": str(tmp_path), "BROWSER": ""}
        for display in ("DISPLAY", "WAYLAND_DISPLAY"):
            without.pop(display, None)
        command = [*LOSLATEN, "open", "--data", str(data), "--lang", "en"]
        second = subprocess.run(command, capture_output=True, text=True, timeout=300, env=without)
        assert second.returncode == 0, second.stderr
        assert "no browser opened here" in second.stderr
        token = second.stdout.strip().partition(str(first.port))[2]
        assert "set-cookie" in first.ask("GET", token).headers


def test_a_foreign_program_at_the_port_is_not_taken_for_ours(tmp_path):
    """One that says nothing is not waited for."""
    admission = Admission(tmp_path / "data" / "page")
    with socket.create_server(("127.0.0.1", 0)) as foreign:
        admission.keep_port(foreign.getsockname()[1])
        foreign.settimeout(0.1)
        with served(tmp_path / "data") as running:
            assert running.port != foreign.getsockname()[1]
            with pytest.raises(TimeoutError):
                foreign.accept()
