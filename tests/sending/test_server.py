# SPDX-License-Identifier: MIT
"""A server that fails: told in words, within a limit, with nothing lost and nothing twice."""

import http.client
import json
import ssl
import threading
from collections.abc import Iterator
from socket import create_server

import pytest

from loslaten.export.fhir_resources import Subject
from loslaten.practice_log.sent import SentLog
from loslaten.sending import transactions
from loslaten.sending.errors import (
    AddressError,
    BadAnswerError,
    RefusedError,
    SendingError,
    TokenError,
    UnreachableError,
)
from loslaten.sending.send import send
from loslaten.sending.server import Server, base_of, checked_token
from tests.rigs import kept_log
from tests.sending import stub as stubs
from tests.sending.stub import OUTCOME, Stub, answering, stub

NOBODY = Subject(code=bytes(16), with_words=False)
HTML = b"<!doctype html><title>Welcome</title>"
BUNDLE = {"resourceType": "Bundle", "type": "transaction-response"}
SHORT = json.dumps(BUNDLE | {"entry": []}).encode()
WRONG = json.dumps(BUNDLE | {"entry": [{"response": {"status": "400 Bad"}}] * 99}).encode()

FAILURES = {
    "silent": (stubs.silent, UnreachableError, "did not answer within"),
    "trickling": (stubs.trickling, UnreachableError, "did not answer within"),
    "hanging up": (stubs.hanging_up, UnreachableError, "cannot be reached"),
    "kept and gone": (stubs.kept_and_gone, UnreachableError, "cannot be reached"),
    "half an answer": (stubs.half_an_answer, UnreachableError, "cannot be reached"),
    "not let in": (answering(401), RefusedError, "does not let you in"),
    "forbidden": (answering(403, OUTCOME), RefusedError, "does not let you in"),
    "nothing there": (answering(404, HTML), RefusedError, "there is no FHIR server"),
    "elsewhere": (
        answering(302, Location="https://elsewhere.example/"),
        RefusedError,
        "points elsewhere: https://elsewhere.example/",
    ),
    "refused": (answering(422, OUTCOME), RefusedError, "refuses the nights"),
    "several there": (answering(412, OUTCOME), RefusedError, "refuses the nights"),
    "broken": (answering(500, HTML), RefusedError, "refuses the nights"),
    "busy": (answering(503, HTML), UnreachableError, "too busy"),
    "a web site": (answering(200, HTML), BadAnswerError, "does not answer as"),
    "nothing at all": (answering(200), BadAnswerError, "does not answer as"),
    "deep": (answering(200, b"[" * 100_000), BadAnswerError, "does not answer as"),
    "a part only": (answering(200, SHORT), BadAnswerError, "does not answer as"),
    "not taken": (answering(200, WRONG), BadAnswerError, "does not answer as"),
}


# Servers that never come to the end of an answer: only they are not waited for.
UNENDING = ("silent", "trickling")
SHORT_S, LONG_S = 1.0, 60.0


@pytest.fixture(scope="module")
def running() -> Iterator[Stub]:
    with stub() as server:
        yield server


@pytest.fixture(autouse=True)
def fresh(running: Stub, monkeypatch) -> None:
    running.kept, running.failures, running.requests, running.tokens = {}, {}, 0, []
    monkeypatch.setattr(transactions, "PIECES_MAX", 6)


@pytest.fixture
def log(tmp_path) -> Iterator[SentLog]:
    with SentLog(tmp_path / "practice.db") as log:
        kept_log.fill(log)
        yield log


def patient(running: Stub, limit_s: float = LONG_S, **options: object) -> Server:
    """A client that waits for nothing between two times."""
    return Server(running.base, limit_s=limit_s, sleep=lambda _: None, **options)


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_at_any_step_is_told_and_the_next_time_goes_on(running, log, name, at):
    failure, kind, told = FAILURES[name]
    running.failures = dict.fromkeys(range(at, at + 10), failure)
    limit_s = SHORT_S if name in UNENDING else LONG_S
    with pytest.raises(kind) as failed:
        send(log, 1, NOBODY, patient(running, limit_s, waits_s=()), "en")
    assert told in failed.value.message
    assert "\x1b" not in "".join(failed.value.details)
    assert all(failed.value.told(lang).advice for lang in ("nl", "en"))

    before = running.requests
    running.failures = {}
    outcome = send(log, 1, NOBODY, patient(running), "en")
    kinds = [key.partition("?")[0] for key in running.kept]
    assert (kinds.count("Observation"), kinds.count("QuestionnaireResponse")) == (7, 4)
    assert (kinds.count("Patient"), kinds.count("Device")) == (1, 2)
    # What was taken before it failed is not sent again.
    assert running.requests - before == 3 - at
    assert outcome.created + outcome.present + outcome.known == 11
    assert (outcome.known > 0) == (at > 0)
    assert (outcome.present > 0) == (name == "kept and gone")


def test_a_server_that_is_busy_for_a_while_is_asked_again(running, log):
    waits: list[float] = []
    server = Server(running.base, waits_s=(2, 8), sleep=waits.append)
    running.failures = {0: answering(503), 2: answering(429, Retry_After="5"), 3: answering(502)}
    assert send(log, 1, NOBODY, server, "en").created == 11
    assert waits == [2, 5, 8]
    running.failures = {}
    log._db.execute("DELETE FROM sent")
    running.failures = dict.fromkeys(range(99), answering(429, Retry_After="86400"))
    with pytest.raises(UnreachableError):
        send(log, 1, NOBODY, server, "en")
    # Nobody waits for a day.
    assert waits[3:] == [30, 30]


def test_the_token_goes_to_the_server_and_nowhere_else(running, log):
    send(log, 1, NOBODY, patient(running, token="s3cret"), "en")
    assert set(running.tokens) == {"Bearer s3cret"}
    with stub() as other:
        log._db.execute("DELETE FROM sent")
        running.failures = {running.requests: answering(307, Location=other.base)}
        with pytest.raises(RefusedError) as refused:
            send(log, 1, NOBODY, patient(running, token="s3cret"), "en")
        assert other.requests == 0
    assert "s3cret" not in refused.value.message


def test_nobody_there_is_told(log):
    with create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    for base in (f"http://127.0.0.1:{port}/fhir", "https://no-such-host.invalid/fhir"):
        with pytest.raises(UnreachableError, match="cannot be reached"):
            send(log, 1, NOBODY, Server(base, waits_s=()), "en")


def test_a_certificate_that_nobody_vouches_for_is_refused(log, tmp_path):
    certificate, key = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]

        def shake_hands() -> None:
            connection, _ = plain.accept()
            with connection:
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    return

        thread = threading.Thread(target=shake_hands, daemon=True)
        thread.start()
        with pytest.raises(UnreachableError, match="certificate of") as refused:
            send(log, 1, NOBODY, Server(f"https://127.0.0.1:{port}/fhir"), "en")
        thread.join(10)
    assert "SSL_CERT_FILE" in str(refused.value.advice)


def _certificate(folder):
    """A certificate that only itself vouches for."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://fhir.example.org/R4/", "https://fhir.example.org/R4"),
        (" https://FHIR.example.org:8443 ", "https://fhir.example.org:8443"),
        ("http://localhost:8080/fhir", "http://localhost:8080/fhir"),
        ("http://[::1]:8080/fhir", "http://[::1]:8080/fhir"),
    ],
)
def test_addresses_that_may_be_sent_to(address, base):
    assert base_of(address) == base


@pytest.mark.parametrize(
    "address",
    [
        "",
        "fhir.example.org",
        "ftp://fhir.example.org",
        "http://fhir.example.org/R4",
        "https://somebody:secret@fhir.example.org",
        "https://fhir.example.org/R4?token=secret",
        "https://fhir.example.org:99999",
        "https://[::1",
        "https:///R4",
        "file:///etc/passwd",
    ],
)
def test_addresses_that_are_none_or_not_safe(address):
    with pytest.raises(AddressError) as refused:
        base_of(address)
    assert refused.value.advice
    assert "secret@" not in refused.value.message or address in refused.value.message


@pytest.mark.parametrize("token", ["", " ", "a b", "a\r\nX-Evil: 1", "tökén", "a" * 10_000])
def test_what_can_be_no_token_is_refused_and_not_told(token):
    with pytest.raises(TokenError) as refused:
        checked_token(token)
    assert not token.strip() or token not in str(refused.value)


def test_every_failure_is_one_that_the_command_line_tells():
    assert issubclass(http.client.IncompleteRead, http.client.HTTPException)
    for kind in (AddressError, BadAnswerError, RefusedError, TokenError, UnreachableError):
        assert issubclass(kind, SendingError)
