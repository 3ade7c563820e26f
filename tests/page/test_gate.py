# SPDX-License-Identifier: MIT
"""Admission to the page, and what a browser may do with it."""

import errno
import http.client
import json
import os
import stat
import subprocess
import sys

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.page.admission import TOKEN_S, Admission
from loslaten.page.gate import BODY_BYTES_MAX
from loslaten.page.serving import (
    LAST_ASKED_S,
    LAST_CLOSED_S,
    Idleness,
    private_file,
)
from tests.page.served import LOSLATEN, Served, environment, served


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("home") / "data") as running:
        running.enter()
        yield running


def test_the_address_lets_in_once(tmp_path):
    with served(tmp_path / "data") as running:
        assert running.ask("GET", "/today").status == 403
        entered = running.enter()
        kept = entered.headers["set-cookie"].lower()
        assert "httponly" in kept
        assert "samesite=strict" in kept
        assert running.ask("GET", "/today").status == 200
        assert "set-cookie" not in running.ask("GET", running.way_in, cookie=None).headers


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/today", {"host": "evil.example"}, 421),
        ("GET", "/today", {"host": "localhost:{port}"}, 421),
        ("GET", "/enter?token=x", {"host": "evil.example"}, 421),
        ("POST", "/today/fetch", {"origin": "http://evil.example"}, 403),
        ("POST", "/today/fetch", {"origin": "null"}, 403),
        ("POST", "/today/fetch", {"sec_fetch_site": "cross-site"}, 403),
        ("POST", "/today/fetch", {"sec_fetch_site": "same-site"}, 403),
        ("GET", "/today", {"sec_fetch_site": "cross-site"}, 403),
        ("GET", "/today", {"cookie": None}, 403),
        ("GET", "/today", {"cookie": "loslaten=" + 64 * "0"}, 403),
        ("GET", "/today", {"cookie": "loslaten=é"}, 403),
        ("GET", "/static/page.css", {"cookie": None}, 403),
        ("POST", "/today/fetch", {"cookie": None}, 403),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/static/..%2Fapp.py", {}, 404),
        ("GET", "/static/%2e%2e/app.py", {}, 404),
        ("GET", "/nights/99999999999999999999999", {}, 422),
    ],
)
def test_what_is_refused(server: Served, method, path, headers, status):
    filled = {name: value and value.format(port=server.port) for name, value in headers.items()}
    answer = server.ask(method, path, **filled)
    assert answer.status == status, answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_a_form_that_is_too_large_is_refused(server: Served):
    answer = server.ask("POST", "/language", {"lang": "n" * BODY_BYTES_MAX})
    assert answer.status == 413


def test_a_form_that_does_not_say_how_large_it_is_is_refused(server: Served):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Cookie": server.cookie, "Origin": server.origin}
    try:
        endless = (b"x" * 4096 for _ in range(32))
        connection.request("POST", "/language", endless, headers, encode_chunked=True)
        assert connection.getresponse().status == 411
    finally:
        connection.close()


def test_a_number_of_very_many_digits_is_no_number(server: Served):
    fields = {"text": "voet", "ms": "9" * 5_000}
    assert server.ask("POST", "/together/heard", fields).status == 204


def test_nothing_is_asked_for_elsewhere_and_nothing_is_kept(server: Served):
    answer = server.ask("GET", "/today")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "http" not in answer.text.replace(server.origin, "").replace("http-equiv", "")


def test_the_language_goes_back_to_our_own_pages_only(server: Served):
    for back in ("https://evil.example", "//evil.example", "/\\evil.example"):
        answer = server.ask("POST", "/language", {"lang": "nl", "back": back})
        assert answer.headers["location"] == "/"


def test_a_restarted_server_is_the_same_place(tmp_path):
    data = tmp_path / "data"
    with served(data) as first:
        first.enter()
        first.kill()
    with served(data) as second:
        assert second.port == first.port
        second.cookie = first.cookie
        assert second.ask("GET", "/today").status == 200


def test_what_is_kept_is_its_owners_alone(tmp_path):
    folder = tmp_path / "page"
    admission = Admission(folder)
    admission.keep_port(1)
    opener = private_file(admission, folder)
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "/enter?token=" in opener.read_text()


def test_a_second_open_shows_the_first(tmp_path):
    data = tmp_path / "data"
    with served(data) as first:
        command = [*LOSLATEN, "open", "--no-browser", "--data", str(data)]
        second = subprocess.run(
            command, capture_output=True, text=True, timeout=300, env=environment(tmp_path)
        )
        assert second.returncode == 0, second.stderr
        assert f":{first.port}/" in second.stdout
        token = second.stdout.strip().partition(str(first.port))[2]
        assert "set-cookie" in first.ask("GET", token).headers


def test_a_token_is_of_one_secret_one_minute_and_one_use(tmp_path):
    now_s = 1_000.0
    admission = Admission(tmp_path / "one", lambda: now_s)
    token = admission.token()
    assert not Admission(tmp_path / "two", lambda: now_s).take(token)
    assert not admission.take(token[:-1] + ("0" if token[-1] != "0" else "1"))
    assert admission.take(token)
    assert not admission.take(token)
    late = admission.token()
    now_s += TOKEN_S + 1
    assert not admission.take(late)
    assert not admission.take("")
    assert not admission.take("é-é")


@pytest.mark.parametrize(
    "kept",
    [
        {"port": "x"},
        {"port": 65_536, "secret": 64 * "0"},
        {"port": -1, "secret": 64 * "0"},
        {"port": 0, "secret": 64 * "z"},
        {"port": 0, "secret": ""},
    ],
)
def test_a_damaged_file_of_the_server_is_told(tmp_path, kept):
    Admission(tmp_path)
    (tmp_path / "server.json").write_text(json.dumps(kept))
    with pytest.raises(Exception, match="damaged"):
        Admission(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="locks otherwise")
def test_a_folder_that_cannot_lock_files_is_told(tmp_path, monkeypatch):
    """Some network shares cannot."""

    def flock(_file: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", flock)
    done = CliRunner().invoke(main, ["open", "--no-browser", "--data", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"loslaten: {tmp_path / 'page' / 'server.json'}: ")
    assert "--data" in done.stderr


def test_it_ends_five_minutes_after_the_last_page_was_closed():
    idle = Idleness(0.0)
    idle.asked(10.0)
    assert not idle.is_over(4_000.0, is_needed=True)
    assert not idle.is_over(4_000.0 + LAST_CLOSED_S - 1, is_needed=False)
    assert idle.is_over(4_000.0 + LAST_CLOSED_S, is_needed=False)


def test_a_browser_that_says_nothing_is_given_an_hour():
    idle = Idleness(0.0)
    assert not idle.is_over(1.0, is_needed=True)
    idle.asked(100.0)
    assert not idle.is_over(100.0 + LAST_ASKED_S - 1, is_needed=False)
    assert idle.is_over(100.0 + LAST_ASKED_S, is_needed=False)
