# SPDX-License-Identifier: MIT
"""A plan: what a therapist and a person agreed on, in one small file that is signed.

It is not sealed: whoever gets the file can read it. So it names nobody but who wrote it; whom it
is for is told by a random id.
"""

import json
import secrets
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from loslaten.errors import LoslatenError
from loslaten.exchange.errors import ExchangeError, NewerFileError
from loslaten.exchange.own_keys import (
    PUBLIC_BYTES,
    SIGNATURE_BYTES,
    OwnKeys,
    fingerprint,
    hexadecimal,
    is_signed,
)
from loslaten.language import clean
from loslaten.language.text import Text
from loslaten.practice_log.persons import CODE_BYTES, NAME_CHARS
from loslaten.protocols import file as protocol_file
from loslaten.protocols.file import SHIPPED_NAMES, ProtocolFile

VERSION = 1
TIMES_A_WEEK_MAX = 14
WORD_CHARS = 1_000
FILE_BYTES_MAX = 48 * 1024
_PROTOCOL_CHARS = 12_000
_PURPOSE = b"loslaten plan 1\n"
# What a clock can say that was set: from the first loslaten on.
_MADE_MS_MIN = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)
_MADE_MS_MAX = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp() * 1000)

_NO_PLAN = Text("dit is geen plan van loslaten", "this is no plan of loslaten's")
_ASK_AGAIN = Text(
    "vraag uw therapeut om het bestand met het plan",
    "ask your therapist for the file with the plan",
)
_ALTERED = Text(
    "dit plan is veranderd nadat het werd geschreven, of beschadigd onderweg",
    "this plan was changed after it was written, or damaged on its way",
)
_SEND_AGAIN = Text(
    "vraag uw therapeut om het nog eens te sturen; er is niets veranderd",
    "ask your therapist to send it again; nothing was changed",
)
_WRONG = Text(
    "in dit plan staat iets wat niet kan: {}", "there is something in this plan that cannot be: {}"
)
_NO_PROTOCOL = Text(
    "het protocol {} van dit plan is hier niet bekend",
    "the protocol {} of this plan is not known here",
)
_NEWER = Text("installeer een nieuwere loslaten", "install a newer loslaten")


_Code = Annotated[str, hexadecimal(CODE_BYTES)]


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Agreement with a person. `code` names the plan, `person` whom it is for, both at random.

    protocol: the name of a shipped one, else that of the one in `protocol_file`, as TOML. until:
    the last day. seal_to: the age recipient that the nights are sealed to.
    """

    code: _Code
    person: _Code
    made_utc_ms: Annotated[int, msgspec.Meta(ge=_MADE_MS_MIN, le=_MADE_MS_MAX)]
    writer: Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_CHARS)]
    protocol: Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_CHARS)]
    protocol_file: Annotated[str, msgspec.Meta(max_length=_PROTOCOL_CHARS)] | None
    times_a_week: Annotated[int, msgspec.Meta(ge=1, le=TIMES_A_WEEK_MAX)]
    until: date
    word: Annotated[str, msgspec.Meta(max_length=WORD_CHARS)]
    stages_locked: bool
    seal_to: Annotated[str, msgspec.Meta(pattern="^age1[0-9a-z]{58}$")]


class SignedPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan whose signature is right; `signer` is the public key of who signed it."""

    plan: Plan
    signer: bytes

    @property
    def fingerprint(self) -> str:
        """Words that therapist and person compare once, to know that it is the therapist's."""
        return fingerprint(self.signer)


class _File(msgspec.Struct, kw_only=True):
    format: Literal["loslaten plan"]
    version: int
    plan: dict[str, Any]
    signer: Annotated[str, hexadecimal(PUBLIC_BYTES)]
    signature: Annotated[str, hexadecimal(SIGNATURE_BYTES)]


class _Head(msgspec.Struct):
    format: Literal["loslaten plan"]
    version: int


def new_code() -> str:
    """Return a random name for a plan."""
    return secrets.token_hex(CODE_BYTES)


def protocol_text(file: ProtocolFile) -> str | None:
    """Return what a plan has to carry of a protocol: nothing of a shipped one, else its file."""
    from loslaten.protocols.writer import render

    return None if file.name in SHIPPED_NAMES else render(file, file.name)


def written(plan: Plan, keys: OwnKeys) -> str:
    """Return the file of a plan, signed by this computer.

    Raises ExchangeError for a plan that nobody could take, and KeyStoreError.
    """
    values = msgspec.to_builtins(plan)
    _checked(values)
    whole = _File(
        format="loslaten plan",
        version=VERSION,
        plan=values,
        signer=keys.public().hex(),
        signature=keys.sign(_message(values)).hex(),
    )
    return json.dumps(msgspec.to_builtins(whole), ensure_ascii=False, indent=1) + "\n"


def read(content: bytes) -> SignedPlan:
    """Return the plan in a file. Raises ExchangeError, NewerFileError among them."""
    try:
        head = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=dict[str, Any])
        version = msgspec.convert(head, _Head).version
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ExchangeError(_NO_PLAN, _ASK_AGAIN) from None
    if version > VERSION:
        raise NewerFileError(version)
    try:
        whole = msgspec.convert(head, _File)
    except msgspec.ValidationError:
        raise ExchangeError(_ALTERED, _SEND_AGAIN) from None
    signer = bytes.fromhex(whole.signer)
    if not is_signed(signer, _message(whole.plan), bytes.fromhex(whole.signature)):
        raise ExchangeError(_ALTERED, _SEND_AGAIN)
    return SignedPlan(plan=_checked(whole.plan), signer=signer)


def protocol_of(plan: Plan) -> ProtocolFile:
    """Return the protocol of a plan. Raises ExchangeError where it is none, or not known here."""
    if plan.protocol_file is None:
        if plan.protocol not in SHIPPED_NAMES:
            raise ExchangeError(_NO_PROTOCOL.format(plan.protocol), _NEWER)
        return protocol_file.find(plan.protocol)
    try:
        fields = tomllib.loads(plan.protocol_file)
        return protocol_file.build(Path(f"{plan.protocol}.toml"), fields)
    except tomllib.TOMLDecodeError as error:
        raise ExchangeError(_WRONG.format(error), _SEND_AGAIN) from error
    except LoslatenError as error:
        raise ExchangeError(_WRONG.format(error.message), _SEND_AGAIN, error.details) from error


def _checked(values: dict[str, Any]) -> Plan:
    """Return the plan in these values, its texts cleaned, once all of it was looked at."""
    try:
        plan = msgspec.convert(values, Plan)
    except msgspec.ValidationError as error:
        raise ExchangeError(_WRONG.format(error), _SEND_AGAIN) from error
    plan = msgspec.structs.replace(
        plan,
        writer=clean.line(plan.writer),
        protocol=clean.line(plan.protocol),
        word=clean.lines(plan.word),
    )
    if not plan.writer:
        raise ExchangeError(_WRONG.format("writer"), _SEND_AGAIN)
    if protocol_of(plan).name != plan.protocol:
        raise ExchangeError(_WRONG.format("protocol"), _SEND_AGAIN)
    return plan


def _message(values: dict[str, Any]) -> bytes:
    """Return what is signed: the values in one way of writing, whatever a mail program did."""
    return _PURPOSE + json.dumps(values, sort_keys=True, separators=(",", ":")).encode()
