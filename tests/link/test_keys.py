# SPDX-License-Identifier: MIT
"""Keys on the laptop: for their owner alone, whole at every moment, never shown."""

import json
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from loslaten.link.keys import KeyStore, KeyStoreError, new_key, system_keyring

ONE, OTHER = b"wrist-01", b"wrist-02"
KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "keys.json"


class Ring:
    """A keyring in memory."""

    def __init__(self):
        self.held = {}

    def get_password(self, service, name):
        return self.held.get((service, name))

    def set_password(self, service, name, secret):
        self.held[service, name] = secret

    def delete_password(self, service, name):
        del self.held[service, name]


def test_keys_are_kept_by_watch(path):
    store = KeyStore(path)
    assert store.get(ONE) is None
    assert store.watch_ids() == []
    store.put(ONE, KEY)
    store.put(OTHER, OTHER_KEY)
    again = KeyStore(path)
    assert (again.get(ONE), again.get(OTHER)) == (KEY, OTHER_KEY)
    assert again.watch_ids() == [ONE, OTHER]
    again.put(ONE, OTHER_KEY)
    again.forget(OTHER)
    again.forget(b"nobody--")
    assert (store.get(ONE), store.get(OTHER)) == (OTHER_KEY, None)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_the_file_is_its_owner_s_alone_from_the_start(path, monkeypatch):
    modes = []
    replace = Path.replace

    def watched(self, target):
        modes.append(stat.S_IMODE(self.stat().st_mode))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    old = os.umask(0)
    try:
        KeyStore(path).put(ONE, KEY)
    finally:
        os.umask(old)
    assert modes == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_whole(path, monkeypatch, step):
    store = KeyStore(path)
    store.put(ONE, KEY)

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
        with pytest.raises(KeyStoreError, match="No space left on device"):
            store.put(OTHER, OTHER_KEY)
    assert store.get(ONE) == KEY
    assert {entry.suffix for entry in path.parent.iterdir()} <= {path.suffix, ".lock"}


@pytest.mark.parametrize(
    "content", ["", "[]", '{"a": 1}', '{"a": "b"}', "\ud800", '{"a":', "null"]
)
def test_a_damaged_file_is_said_and_left_alone(path, content):
    path.parent.mkdir()
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    before = path.read_bytes()
    for use in (
        lambda: KeyStore(path).get(ONE),
        lambda: KeyStore(path).put(ONE, KEY),
        lambda: KeyStore(path).watch_ids(),
    ):
        with pytest.raises(KeyStoreError) as told:
            use()
        assert str(path) in told.value.message
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["00", "zz" * 32, KEY.hex() + "00"])
def test_a_damaged_key_is_not_used(path, text):
    path.parent.mkdir()
    path.write_text(json.dumps({ONE.hex(): text}))
    with pytest.raises(KeyStoreError) as told:
        KeyStore(path).get(ONE)
    assert text not in str(told.value)


def test_a_key_of_another_size_is_refused(path):
    with pytest.raises(ValueError, match="32 bytes"):
        KeyStore(path).put(ONE, b"short")


def test_new_keys_differ():
    assert len({new_key() for _ in range(100)}) == 100
    assert {len(new_key()) for _ in range(10)} == {32}


def test_in_a_keyring_the_file_holds_no_key(path):
    ring = Ring()
    store = KeyStore(path, ring)
    store.put(ONE, KEY)
    assert KEY.hex() not in path.read_text()
    assert store.get(ONE) == KEY
    assert store.watch_ids() == [ONE]
    store.forget(ONE)
    assert (ring.held, store.watch_ids(), store.get(ONE)) == ({}, [], None)


def test_a_key_from_before_the_keyring_is_still_found(path):
    KeyStore(path).put(ONE, KEY)
    assert KeyStore(path, Ring()).get(ONE) == KEY


@pytest.mark.parametrize(("priority", "used"), [(5, True), (0.5, True), (0, False), (-1, False)])
def test_only_a_keyring_with_a_safe_place_is_used(monkeypatch, priority, used):
    class Module:
        @staticmethod
        def get_keyring():
            return type("Backend", (), {"priority": priority})()

    monkeypatch.setitem(sys.modules, "keyring", Module)
    assert (system_keyring() is Module) == used


def test_without_the_package_there_is_no_keyring(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert system_keyring() is None


def test_nothing_about_a_store_shows_a_key(path, capsys):
    store = KeyStore(path)
    store.put(ONE, KEY)
    store.get(ONE)
    shown = repr(store) + str(vars(store)) + capsys.readouterr().out
    assert KEY.hex() not in shown
    assert repr(KEY) not in shown


def test_a_keyring_that_does_not_open_is_said_and_nothing_changes(path):
    class Locked(Ring):
        def get_password(self, *_):
            raise RuntimeError("the collection is locked")

        set_password = delete_password = get_password

    KeyStore(path, Ring()).put(ONE, KEY)
    before = path.read_bytes()
    store = KeyStore(path, Locked())
    for use in (
        lambda: store.get(ONE),
        lambda: store.put(OTHER, KEY),
        lambda: store.forget(ONE),
    ):
        with pytest.raises(KeyStoreError, match="the collection is locked") as told:
            use()
        assert told.value.advice
    assert path.read_bytes() == before


def test_a_keyring_package_that_fails_is_said(monkeypatch):
    class Module:
        @staticmethod
        def get_keyring():
            raise OSError("no session bus")

    monkeypatch.setitem(sys.modules, "keyring", Module)
    with pytest.raises(KeyStoreError, match="no session bus"):
        system_keyring()


@pytest.fixture
def hang(monkeypatch):
    """A call that does not return while the test runs."""
    monkeypatch.setattr("loslaten.keychain._KEYRING_S", 0.1)
    is_over = threading.Event()
    yield lambda *_: is_over.wait()
    is_over.set()


def test_a_keyring_that_hangs_is_said_and_nothing_changes(path, hang):
    class Hung(Ring):
        get_password = set_password = delete_password = staticmethod(hang)

    KeyStore(path, Ring()).put(ONE, KEY)
    before = path.read_bytes()
    store = KeyStore(path, Hung())
    for use in (
        lambda: store.get(ONE),
        lambda: store.put(OTHER, KEY),
        lambda: store.forget(ONE),
    ):
        with pytest.raises(KeyStoreError, match="does not answer within"):
            use()
    assert path.read_bytes() == before


def test_doctor_goes_on_past_a_keyring_that_hangs(bedroom, hang, monkeypatch):
    KeyStore().put(ONE, KEY)

    class Module:
        get_keyring = staticmethod(hang)

    monkeypatch.setitem(sys.modules, "keyring", Module)
    found = {one["about"]: one for one in json.loads(bedroom.loslaten("doctor", "--json").stdout)}
    assert found["keys"]["verdict"] == "wrong"
    assert "does not answer within 0.1 s" in found["keys"]["told"]
    assert found["keys"]["advice"].startswith("unlock it")
    assert "simulator" in found


PUTS_ONE = """
import sys
from pathlib import Path
from loslaten.link.keys import KeyStore
number = int(sys.argv[2])
sys.stdin.readline()
for again in range(5):
    KeyStore(Path(sys.argv[1])).put(bytes((number, again)) * 4, bytes(32))
"""


def test_deployments_at_the_same_time_lose_no_key(path):
    children = [
        subprocess.Popen(
            [sys.executable, "-c", PUTS_ONE, str(path), str(number)], stdin=subprocess.PIPE
        )
        for number in range(4)
    ]
    for child in children:
        child.stdin.write(b"\n")
        child.stdin.flush()
    for child in children:
        child.communicate()
        assert child.returncode == 0
    assert len(KeyStore(path).watch_ids()) == 20


def test_who_holds_the_lock_too_long_is_named(path, monkeypatch):
    monkeypatch.setattr("loslaten.keychain._LOCK_S", 0.1)
    KeyStore(path).put(ONE, KEY)
    with FileLock(path.with_suffix(".lock")), pytest.raises(KeyStoreError, match="another"):
        KeyStore(path).put(OTHER, KEY)
    assert KeyStore(path).watch_ids() == [ONE]


@pytest.mark.parametrize("ring", [None, Ring()])
def test_a_key_that_was_offered_stays_beside_the_other_until_one_is_settled(path, ring):
    store = KeyStore(path, ring)
    store.put(ONE, KEY)
    store.offer(ONE, OTHER_KEY)
    again = KeyStore(path, ring)
    assert (again.get(ONE), again.offered(ONE), again.watch_ids()) == (KEY, OTHER_KEY, [ONE])
    again.put(ONE, OTHER_KEY)
    assert (store.get(ONE), store.offered(ONE)) == (OTHER_KEY, None)
    store.offer(OTHER, KEY)
    assert (store.get(OTHER), store.offered(OTHER)) == (None, KEY)


OFFERS_ONE = """
import sys
from pathlib import Path
from loslaten.link.keys import KeyStore
store = KeyStore(Path(sys.argv[1]))
print("ready", flush=True)
store.offer(b"wrist-01", bytes(range(1, 33)))
"""


def test_a_key_is_offered_beside_the_one_that_there_is_then(path):
    """Another program has the lock and deploys a new key, while this one is about to offer."""
    store = KeyStore(path)
    store.put(ONE, KEY)
    newer = bytes(range(2, 34))
    with FileLock(path.with_suffix(".lock")):
        offering = subprocess.Popen(
            [sys.executable, "-c", OFFERS_ONE, str(path)], stdout=subprocess.PIPE
        )
        assert offering.stdout.readline() == b"ready\n"
        time.sleep(1)
        path.write_text(json.dumps({ONE.hex(): newer.hex()}))
    offering.communicate()
    assert offering.returncode == 0
    assert (store.get(ONE), store.offered(ONE)) == (newer, OTHER_KEY)


def test_a_key_is_settled_unless_another_process_knows_better(path):
    store, another = KeyStore(path), KeyStore(path)
    newer = bytes(range(2, 34))
    for proved in (KEY, OTHER_KEY):
        store.put(ONE, KEY)
        store.offer(ONE, OTHER_KEY)
        store.settle(ONE, proved)
        assert (store.get(ONE), store.offered(ONE)) == (proved, None)
    store.offer(ONE, KEY)
    another.put(ONE, newer)
    store.settle(ONE, KEY)
    assert (store.get(ONE), store.offered(ONE)) == (newer, None)
    another.forget(ONE)
    store.settle(ONE, KEY)
    assert store.watch_ids() == []
