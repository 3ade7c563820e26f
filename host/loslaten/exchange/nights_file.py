# SPDX-License-Identifier: MIT
"""Nights in one file: signed by who sends them, then sealed so that one reader can open it.

The seal is age's (https://age-encryption.org/v1): to the reader's key, or by a passphrase. Inside
is a line that says whose nights they are and who signed them, and then the lines of the log.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
import pyrage

from loslaten.exchange.errors import ExchangeError, NewerFileError
from loslaten.exchange.own_keys import (
    PUBLIC_BYTES,
    SIGNATURE_BYTES,
    OwnKeys,
    hexadecimal,
    is_signed,
)
from loslaten.language.text import Text
from loslaten.practice_log.bounds import CLOCK_MS_MAX
from loslaten.practice_log.persons import CODE_BYTES

# Nights of fifty years.
FILE_BYTES_MAX = 32 * 1024 * 1024
PASSPHRASE_CHARS_MIN = 8
# What the passphrase is stretched with takes 2 to this power KiB of memory: a GiB at most.
WORK_FACTOR_MAX = 20
_VERSION = 1
_PURPOSE = b"loslaten nights 1\n"
_HEADER_BYTES_MAX = 4096
_AGE = b"age-encryption.org/v1\n"
_BY_PASSPHRASE = re.compile(rb"-> scrypt [A-Za-z0-9+/]+ (\d{1,4})\n")

_NO_NIGHTS = Text("dit is geen bestand met nachten", "this is no file of nights")
_HOW_MADE = Text(
    "open het bestand van: loslaten nights seal -o BESTAND",
    "open the file made by: loslaten nights seal -o FILE",
)
_NOT_FOR_HERE = Text(
    "dit bestand is niet voor deze computer verzegeld, of het is beschadigd",
    "this file is not sealed for this computer, or it is damaged",
)
_GIVE_KEY = Text(
    "stuur een plan: dan gaan nachten naar uw sleutel; met een wachtzin: --passphrase",
    "send a plan: then nights go to your key; if it has a passphrase: --passphrase",
)
_WRONG_PASSPHRASE = Text(
    "de wachtzin past niet, of het bestand is beschadigd",
    "the passphrase does not fit, or the file is damaged",
)
_TYPE_AGAIN = Text("typ hem precies zoals hij is afgesproken", "type it exactly as it was agreed")
_NEEDS_PASSPHRASE = Text(
    "dit bestand is met een wachtzin verzegeld", "this file is sealed with a passphrase"
)
_ADD_OPTION = Text("geef mee: --passphrase", "add: --passphrase")
_TOO_COSTLY = Text(
    "dit bestand vraagt meer geheugen om te openen dan een van loslaten",
    "this file asks for more memory to be opened than one of loslaten's",
)
_USE_KEY = Text("gebruik een sleutel: loslaten nights key", "use a key: loslaten nights key")
_NO_RECIPIENT = Text("{} is geen sleutel van loslaten", "{} is no key of loslaten's")
_SEE_KEY = Text(
    "die van uw therapeut begint met age1, zie daar: loslaten nights key",
    "your therapist's begins with age1, see there: loslaten nights key",
)
_SHORT = Text("een wachtzin heeft minstens {} tekens", "a passphrase has at least {} characters")
_ALTERED = Text(
    "de nachten in dit bestand zijn veranderd nadat ze werden ondertekend",
    "the nights in this file were changed after they were signed",
)
_SEND_AGAIN = Text("laat het opnieuw sturen", "have it sent again")


class _Said(msgspec.Struct, frozen=True, kw_only=True):
    """First line but for the signature: it is signed with the lines."""

    code: Annotated[str, hexadecimal(CODE_BYTES)]
    person: Annotated[str, hexadecimal(CODE_BYTES)]
    made_utc_ms: Annotated[int, msgspec.Meta(ge=0, le=CLOCK_MS_MAX)]


class _Header(msgspec.Struct, frozen=True, kw_only=True):
    format: Literal["loslaten nights"]
    version: int
    said: _Said
    sender: Annotated[str, hexadecimal(PUBLIC_BYTES)]
    signature: Annotated[str, hexadecimal(SIGNATURE_BYTES)]


class _Head(msgspec.Struct):
    format: Literal["loslaten nights"]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentNights:
    """An opened file whose signature is right: `lines` are nights of the person of this id."""

    code: bytes
    person: bytes
    made_utc_ms: int
    sender: bytes
    lines: bytes


def sealed(
    lines: bytes,
    person: bytes,
    now_utc_ms: int,
    keys: OwnKeys,
    *,
    recipient: str | None = None,
    passphrase: str | None = None,
) -> bytes:
    """Return the file of a person's nights for a recipient, or for whoever knows the passphrase.

    Raises ExchangeError for what is no recipient, or too short, and KeyStoreError.
    """
    said = _Said(code=secrets.token_hex(CODE_BYTES), person=person.hex(), made_utc_ms=now_utc_ms)
    header = _Header(
        format="loslaten nights",
        version=_VERSION,
        said=said,
        sender=keys.public().hex(),
        signature=keys.sign(_message(said, lines)).hex(),
    )
    whole = msgspec.json.encode(header) + b"\n" + lines
    if recipient is not None:
        try:
            return pyrage.encrypt(whole, [pyrage.x25519.Recipient.from_str(recipient)])
        except pyrage.RecipientError:
            raise ExchangeError(_NO_RECIPIENT.format(recipient), _SEE_KEY) from None
    if passphrase is None or len(passphrase) < PASSPHRASE_CHARS_MIN:
        raise ExchangeError(_SHORT.format(PASSPHRASE_CHARS_MIN))
    made = pyrage.passphrase.encrypt(whole, passphrase)
    if _work_factor(made) > WORK_FACTOR_MAX:
        raise ExchangeError(_TOO_COSTLY, _USE_KEY)
    return made


def opened(content: bytes, keys: OwnKeys, passphrase: str | None = None) -> SentNights:
    """Return what is in a file of at most FILE_BYTES_MAX. Raises ExchangeError, KeyStoreError.

    What comes out is no larger than what went in: age does not compress.
    """
    if not content.startswith(_AGE):
        raise ExchangeError(_NO_NIGHTS, _HOW_MADE)
    if is_by_passphrase(content):
        whole = _by_passphrase(content, passphrase)
    else:
        identity = keys.identity()
        try:
            if identity is None:
                raise pyrage.DecryptError
            whole = pyrage.decrypt(content, [identity])
        except pyrage.DecryptError:
            raise ExchangeError(_NOT_FOR_HERE, _GIVE_KEY) from None
    return _read(whole)


def is_by_passphrase(content: bytes) -> bool:
    """Whether a file is opened with a passphrase, and not with a key."""
    return _BY_PASSPHRASE.match(content, len(_AGE)) is not None


def _by_passphrase(content: bytes, passphrase: str | None) -> bytes:
    if _work_factor(content) > WORK_FACTOR_MAX:
        raise ExchangeError(_TOO_COSTLY, _USE_KEY)
    if passphrase is None:
        raise ExchangeError(_NEEDS_PASSPHRASE, _ADD_OPTION)
    try:
        return pyrage.passphrase.decrypt(content, passphrase)
    except pyrage.DecryptError:
        raise ExchangeError(_WRONG_PASSPHRASE, _TYPE_AGAIN) from None


def _work_factor(content: bytes) -> int:
    found = _BY_PASSPHRASE.match(content, len(_AGE))
    return 0 if found is None else int(found[1])


def _read(whole: bytes) -> SentNights:
    first, _, lines = whole.partition(b"\n")
    try:
        if len(first) > _HEADER_BYTES_MAX:
            raise msgspec.ValidationError
        values = msgspec.json.decode(first, type=dict[str, Any])
        head = msgspec.convert(values, _Head)
        if head.version > _VERSION:
            raise NewerFileError(head.version)
        header = msgspec.convert(values, _Header)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ExchangeError(_NO_NIGHTS, _HOW_MADE) from None
    sender = bytes.fromhex(header.sender)
    if not is_signed(sender, _message(header.said, lines), bytes.fromhex(header.signature)):
        raise ExchangeError(_ALTERED, _SEND_AGAIN)
    return SentNights(
        code=bytes.fromhex(header.said.code),
        person=bytes.fromhex(header.said.person),
        made_utc_ms=header.said.made_utc_ms,
        sender=sender,
        lines=lines,
    )


def _message(said: _Said, lines: bytes) -> bytes:
    digest = hashlib.sha256(lines).hexdigest()
    return _PURPOSE + f"{said.code} {said.person} {said.made_utc_ms} {digest}".encode()
