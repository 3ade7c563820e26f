# SPDX-License-Identifier: MIT
"""A file of nights: sealed, signed, and bounded in all that a stranger could write into it."""

import base64
import hashlib
import json

import msgspec
import pyrage
import pytest

from loslaten.exchange import nights_file
from loslaten.exchange.errors import ExchangeError
from loslaten.exchange.own_keys import OwnKeys
from loslaten.keychain import Keychain
from loslaten_core.journal import body, record
from tests.exchange.test_two_laptops import MOON, planned, sealed
from tests.rigs.age_file import by_passphrase
from tests.rigs.raw_records import NOW_MS

PERSON = bytes(range(16))
LINES = b'{"type":"log"}\n'


@pytest.fixture
def keys(tmp_path):
    return OwnKeys(Keychain(tmp_path / "own-keys.json"))


@pytest.fixture
def file(keys):
    return nights_file.sealed(LINES, PERSON, NOW_MS, keys, recipient=keys.recipient())


def test_it_opens_where_it_is_sealed_to_and_nowhere_else(file, keys, tmp_path):
    sent = nights_file.opened(file, keys)
    assert (sent.person, sent.sender, sent.lines) == (PERSON, keys.public(), LINES)
    other = OwnKeys(Keychain(tmp_path / "other.json"))
    for _ in range(2):
        with pytest.raises(ExchangeError, match="not sealed for this computer"):
            nights_file.opened(file, other)
        other.recipient()


def test_no_byte_of_it_can_be_changed(file, keys):
    for at in range(0, len(file), 7):
        changed = file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
        with pytest.raises(ExchangeError):
            nights_file.opened(changed, keys)
    with pytest.raises(ExchangeError):
        nights_file.opened(file[:-1], keys)


def resealed(file, keys, change):
    """Return what a reader could make of a file: opened, changed, sealed again."""
    whole = pyrage.decrypt(file, [keys.identity()])
    header, _, lines = whole.partition(b"\n")
    values, lines = change(json.loads(header), lines)
    recipient = pyrage.x25519.Recipient.from_str(keys.recipient())
    return pyrage.encrypt(json.dumps(values).encode() + b"\n" + lines, [recipient])


@pytest.mark.parametrize(
    "change",
    [
        lambda values, lines: (values, lines + b"{}"),
        lambda values, lines: (values | {"sender": "00" * 32}, lines),
        lambda values, lines: (values | {"said": values["said"] | {"person": "00" * 16}}, lines),
        lambda values, lines: (values | {"said": values["said"] | {"made_utc_ms": 1}}, lines),
    ],
)
def test_the_signature_holds_lines_and_person(file, keys, change):
    with pytest.raises(ExchangeError, match="changed after they were signed"):
        nights_file.opened(resealed(file, keys, change), keys)


def test_a_newer_one_says_so(file, keys):
    newer = resealed(file, keys, lambda values, lines: ({**values, "version": 2}, lines))
    with pytest.raises(ExchangeError, match="of version 2"):
        nights_file.opened(newer, keys)


@pytest.mark.parametrize("content", [b"", b"hello", b"age-encryption.org/v1\n", b"PK\x03\x04"])
def test_what_is_no_such_file_is_said(keys, content):
    with pytest.raises(ExchangeError):
        nights_file.opened(content, keys)


@pytest.mark.parametrize("inside", [b"", b"{}", b"[" * 9999, b"\n\n", b'{"format":"x"}\n'])
def test_what_is_sealed_and_no_nights_is_said(keys, inside):
    recipient = pyrage.x25519.Recipient.from_str(keys.recipient())
    with pytest.raises(ExchangeError, match="no file of nights"):
        nights_file.opened(pyrage.encrypt(inside, [recipient]), keys)


def test_a_passphrase_opens_what_age_says_it_does(keys):
    """The seal made here from age's specification, opened by its library."""
    whole = pyrage.decrypt(
        nights_file.sealed(LINES, PERSON, NOW_MS, keys, recipient=keys.recipient()),
        [keys.identity()],
    )
    made = by_passphrase(whole, "six words that fit")
    assert nights_file.is_by_passphrase(made)
    assert nights_file.opened(made, keys, "six words that fit").lines == LINES
    with pytest.raises(ExchangeError, match="does not fit"):
        nights_file.opened(made, keys, "six words that do not")


@pytest.mark.parametrize("work_factor", [21, 30, 63, 9999])
def test_a_stranger_cannot_ask_for_all_memory(keys, work_factor):
    head = (
        f"age-encryption.org/v1\n-> scrypt {base64.b64encode(bytes(15)).decode()} {work_factor}\n"
    )
    with pytest.raises(ExchangeError, match="more memory"):
        nights_file.opened(head.encode() + bytes(100), keys, "anything")


def test_a_large_file_is_not_read(therapist, home):
    large = home / "large.age"
    with large.open("wb") as file:
        file.truncate(nights_file.FILE_BYTES_MAX + 1)
    assert "too large" in therapist.refused("nights", "open", str(large))


# What a stranger writes who has the plan, and so the person's id and the therapist's key.


@pytest.fixture
def forge(therapist, patient, home):
    """Return what happens to a file whose lines were changed and signed again."""
    therapist.printed("person", "add", "Anna")
    patient.printed("plan", "take", str(planned(therapist, home)))
    patient.meets(MOON, 2)
    lines = read_lines(therapist, sealed(patient, home))
    keys = OwnKeys(Keychain(home / "stranger.json"))
    to = therapist.printed("nights", "key").splitlines()[0].removeprefix("key: ")
    code = therapist.json("person", "list")[0]["code"]

    def forged(change, *more):
        changed = change([msgspec.json.decode(one) for one in lines])
        texts = [msgspec.json.encode(one) for one in changed]
        digest = hashlib.sha256(b"\n".join(texts)).hexdigest()
        end = {"type": "end", "lines": len(texts), "sha256": digest}
        whole = b"\n".join([*texts, msgspec.json.encode(end), b""])
        path = home / "forged.age"
        path.write_bytes(
            nights_file.sealed(whole, bytes.fromhex(code), NOW_MS, keys, recipient=to)
        )
        return therapist.run("nights", "open", str(path), *more)

    return forged


def read_lines(laptop, file):
    secret = json.loads((laptop.folder / "state/loslaten/own-keys.json").read_text())["sealing"]
    whole = pyrage.decrypt(file.read_bytes(), [pyrage.x25519.Identity.from_str(secret)])
    return whole.splitlines()[1:-1]


def holding(lines):
    serial = next(one["serial"] for one in lines if one["type"] == "watch")
    told = {"type": "holding", "watch": serial, "person": 1, "from_utc_ms": 0, "by_journal": False}
    return [*lines, told]


def erased(lines):
    told = {"type": "erased", "journal": 1, "sequence": 9, "digest": "00", "moment": None}
    return [*lines, told]


def other_person(lines):
    return [one | {"code": "00" * 16} if one["type"] == "person" else one for one in lines]


def nobody(lines):
    return [one for one in lines if one["type"] != "person"]


@pytest.mark.parametrize("change", [holding, erased, other_person, nobody])
def test_nothing_but_the_persons_own_nights_is_taken(forge, therapist, change):
    told = forge(change)
    assert told.exit_code == 1
    assert "nothing was imported" in told.stderr
    assert therapist.json("log", "list") == []
    assert therapist.json("nights", "list") == []


def test_times_of_a_file_cannot_lie_in_the_future_of_the_log(forge, therapist):
    far_ms = NOW_MS + 10**12

    def change(lines):
        return [
            {name: far_ms if name in BOUND else value for name, value in one.items()}
            for one in lines
        ]

    assert forge(change).exit_code == 0
    with therapist.log() as log:
        assert log.watches()[0].seen_utc_ms <= therapist.now_ms
        begun = [row["begun_utc_ms"] for row in log._all("SELECT begun_utc_ms FROM journal")]
        received = [row[0] for row in log._all("SELECT received_utc_ms FROM record")]
    assert max(begun + received) <= therapist.now_ms


BOUND = ("seen_utc_ms", "begun_utc_ms", "received_utc_ms")


def test_a_known_watch_keeps_its_name_and_its_times(forge, therapist):
    therapist.meets(MOON, 1, name="Ours")
    before = therapist.json("devices", "list")
    with therapist.log() as log:
        anchors = log.anchors(1)

    def change(lines):
        for one in lines:
            if one["type"] == "anchor":
                one["utc_ms"], one["error_ms"] = 1_800_000_000_000, 0
            if one["type"] == "watch":
                one["name"] = "Theirs"
        return lines

    assert forge(change).exit_code == 0
    assert therapist.json("devices", "list") == before
    with therapist.log() as log:
        assert log.anchors(1) == anchors


def longer(one, sequence):
    """Return a line of a record whose session lasts an hour longer, under another number."""
    told = record.decode(base64.b64decode(one["raw"]))
    if told.kind == record.SESSION:
        session = body.unpack(told)
        session.duration_ms += 3_600_000
        told = record.of(session, told.sequence, told.boot, told.uptime_ms)
    told.sequence = sequence
    return one | {"sequence": sequence, "raw": base64.b64encode(record.encode(told)).decode()}


def changed(lines):
    """Sessions are denied: so it looks like another life of the watch's journal."""
    return [longer(one, one["sequence"]) if one["type"] == "record" else one for one in lines]


def renumbered(lines):
    """Sessions come once more, and tell more, as after a power cut."""
    return [longer(one, one["sequence"] + 99) if one["type"] == "record" else one for one in lines]


def in_two_journals(lines):
    """A file that tells its own sessions twice."""
    (journal,) = [one for one in lines if one["type"] == "journal"]
    more = [one | {"journal": 99} for one in changed(lines) if one["type"] == "record"]
    at = lines.index(journal) + 1
    return [*lines[:at], journal | {"number": 99}, *lines[at:], *more]


@pytest.mark.parametrize("change", [changed, in_two_journals])
def test_a_second_sender_doubles_no_night(forge, therapist, home, change):
    therapist.printed("nights", "open", str(home / "nights.age"))
    before = therapist.json("log", "list")
    told = forge(change, "--new-sender", "--json")
    assert told.exit_code == 0, told.stderr
    assert json.loads(told.stdout)["nights"] == 0
    assert therapist.json("log", "list") == before
    assert len(before) == 2


@pytest.mark.parametrize("change", [changed, renumbered, in_two_journals])
def test_a_sender_who_is_not_proven_changes_no_night_that_the_watch_told(forge, therapist, change):
    therapist.meets(MOON, 2)
    with therapist.log() as log:
        before = {one.id: one.duration_ms for one in log.sessions()}
    assert forge(change).exit_code == 0
    with therapist.log() as log:
        assert {one.id: one.duration_ms for one in log.sessions()} == before
    assert len(before) == 2


def test_a_file_that_tells_a_night_twice_brings_it_once(forge, therapist):
    assert forge(in_two_journals).exit_code == 0
    assert len(therapist.json("log", "list")) == 2
