# SPDX-License-Identifier: MIT
"""`loslaten nights send`: a person's nights to a FHIR server that exists."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.asking import answer
from loslaten.cli.busy import Busy
from loslaten.cli.options import data_option, json_option, lang_option
from loslaten.cli.printing import print_json
from loslaten.cli.whose import meant
from loslaten.language.text import Counted, Text

if TYPE_CHECKING:
    from loslaten.keychain import Keychain

TOKEN_VARIABLE = "LOSLATEN_FHIR_TOKEN"
_FILE_NAME = "fhir-tokens.json"

_SENDING = Text("verzenden", "sending")
_TOKEN = Text("token", "token")
_KEPT = Text("het token voor {} is bewaard", "the token for {} is kept")
_AS_CODE = Text(
    "zonder naam en zonder eigen woorden, onder de code {}",
    "without the name and without words of their own, under the code {}",
)
_AS_NAMED = Text(
    "met naam en eigen woorden, onder de code {}",
    "with the name and words of their own, under the code {}",
)
_NEW = Text("{} nieuw op {}", "{} new on {}")
_PRESENT = Counted(
    Text("{} stond er al", "{} was there already"),
    Text("{} stonden er al", "{} were there already"),
)
_NOTHING = Text("niets nieuws: {} heeft alles al", "nothing new: {} has it all")


@click.command()
@click.option("--fhir", "address", required=True, metavar="URL", help="The server's address.")
@click.option("--person", metavar="NAME", help="Whose nights; not needed while there is one.")
@click.option(
    "--named",
    is_flag=True,
    help="With the name, remarks and the names of watches and protocols; else only a code.",
)
@click.option(
    "--keep-token", is_flag=True, help="Ask for the server's token and keep it for the next time."
)
@json_option
@lang_option
@data_option
def send(
    address: str,
    person: str | None,
    named: bool,
    keep_token: bool,
    as_json: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Send all nights and measures of a person to the FHIR server at URL.

    Only what the server is not known to have is sent; sending twice changes nothing, and after an
    interruption it goes on. Without --named nobody is named. The token comes from
    $LOSLATEN_FHIR_TOKEN, else it is the one kept with --keep-token.

    \b
    Examples:
      loslaten nights send --fhir https://fhir.example.org/fhir/R4
      loslaten nights send --fhir https://fhir.example.org/fhir/R4 --person Anna --keep-token
    """
    from loslaten.export.fhir_resources import Subject
    from loslaten.practice_log.sent import SentLog
    from loslaten.sending.send import send as send_all
    from loslaten.sending.server import Server, base_of, checked_token

    base = base_of(address)
    keychain = _keychain()
    if keep_token:
        typed = answer(_TOKEN.say(lang), may_be_empty=False, is_secret=True)
        keychain.keep(base, checked_token(typed))
        click.echo(_KEPT.say(lang).format(base), err=True)
    token = os.environ.get(TOKEN_VARIABLE) or keychain.secret(base)
    server = Server(base, None if token is None else checked_token(token))
    with SentLog.in_folder(data) as log, Busy(_SENDING, lang) as busy:
        whose = meant(log, person)
        code = log.lasting_code(whose.id)
        subject = Subject(code=code, name=whose.name if named else "", with_words=named)
        outcome = send_all(
            log,
            whose.id,
            subject,
            server,
            lang,
            lambda done, total: busy.tell(_SENDING, done, total),
        )
    if as_json:
        print_json({"person": code.hex(), "named": named, **asdict(outcome)})
        return
    if not outcome.created and not outcome.present:
        click.echo(_NOTHING.say(lang).format(server.host))
    else:
        told = [_NEW.say(lang).format(outcome.created, server.host)]
        if outcome.present:
            told.append(_PRESENT.say(outcome.present, lang))
        click.echo(", ".join(told))
    click.echo((_AS_NAMED if named else _AS_CODE).say(lang).format(code.hex()[:8]))


def _keychain() -> "Keychain":
    from platformdirs import user_state_path

    from loslaten.keychain import SERVICE, Keychain, system_keyring

    return Keychain(user_state_path(SERVICE) / _FILE_NAME, system_keyring())
