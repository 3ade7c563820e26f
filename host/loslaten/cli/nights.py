# SPDX-License-Identifier: MIT
"""`loslaten nights`: a person's nights as one sealed file, from one computer to another."""

from datetime import UTC, datetime
from pathlib import Path

import click

from loslaten.cli.asking import answer, require_passphrase_apart
from loslaten.cli.busy import Busy
from loslaten.cli.group import CommandGroup
from loslaten.cli.options import data_option, json_option, lang_option, output_option
from loslaten.cli.parameter import words
from loslaten.cli.printing import hint, print_json, print_table
from loslaten.cli.surroundings import around
from loslaten.cli.user_file import UserPath, put, require_free
from loslaten.cli.whose import meant
from loslaten.exchange import delivery, nights_file
from loslaten.exchange.errors import content
from loslaten.exchange.own_keys import OwnKeys, fingerprint
from loslaten.language import numbers
from loslaten.language.text import Counted, Text
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.log import PracticeLog

_TO_OR = Text("--to of --passphrase", "--to or --passphrase")
_SEALING = Text("verzegelen", "sealing")
_OPENING = Text("openen", "opening")
_KEY = Text("sleutel: {}", "key: {}")
_NUMBER = Text("getal: {}", "number: {}")
_SEALED = Counted(
    Text("{} nacht, verzegeld in {{}}", "{} night, sealed in {{}}"),
    Text("{} nachten, verzegeld in {{}}", "{} nights, sealed in {{}}"),
)
_YOUR_NUMBER = Text(
    "uw getal, dat uw therapeut u kan vragen: {}",
    "your number, which your therapist may ask you for: {}",
)
_OF = Text("van {}: {}", "of {}: {}")
_NIGHTS = Counted(
    Text("{} nieuwe nacht", "{} new night"), Text("{} nieuwe nachten", "{} new nights")
)
_NOTES = Counted(
    Text("{} nieuwe notitie", "{} new note"), Text("{} nieuwe notities", "{} new notes")
)
_MEASURES = Counted(
    Text("{} nieuwe meting", "{} new measure"), Text("{} nieuwe metingen", "{} new measures")
)
_NOTHING = Text("niets nieuws", "nothing new")
_UNPROVEN = Text(
    "van wie het bestand komt is niet bewezen; vraag eens naar dit getal: {}",
    "from whom the file comes is not proven; ask for this number once: {}",
)
_PROVEN = Text(
    "ondertekend door dezelfde computer als eerder", "signed by the same computer as before"
)
_PHRASE = Text("wachtzin", "passphrase")
_PHRASE_AGAIN = Text("dezelfde wachtzin nog eens", "the same passphrase again")
_PHRASES_DIFFER = Text("die twee zijn niet gelijk", "these two are not the same")
_HEADINGS = (
    Text("GEKOMEN", "RECEIVED"),
    Text("NACHTEN", "NIGHTS"),
    Text("GETAL", "NUMBER"),
    Text("BEWEZEN", "PROVEN"),
)


_LATER = (("send", "loslaten.cli.nights_send:send", "Send a person's nights to a FHIR server."),)


@click.group(cls=CommandGroup, later=_LATER)
def nights() -> None:
    """A person's nights as one sealed file: from their computer to their therapist's.

    Nobody on the way can read it. Whose nights they are is told by a random id, never by a name.
    Where there is a FHIR server, nights can be sent to that.
    """


@nights.command()
@lang_option
def key(lang: str) -> None:
    """Tell this computer's key, which nights are sealed to, and its number.

    The key is in every plan that is written here. Its private part stays on this computer. The
    number is what two people compare by telephone.

    \b
    Examples:
      loslaten nights key
    """
    keys = OwnKeys()
    click.echo(_KEY.say(lang).format(keys.recipient()))
    click.echo(_NUMBER.say(lang).format(fingerprint(keys.public())))


@nights.command()
@click.option("--person", metavar="NAME", help="Whose nights; not needed while there is one.")
@click.option("--to", metavar="KEY", help="The key to seal to; else that of the plan in force.")
@click.option("--passphrase", "by_passphrase", is_flag=True, help="Seal it with a passphrase.")
@output_option
@lang_option
@data_option
@click.pass_context
def seal(
    context: click.Context,
    person: str | None,
    to: str | None,
    by_passphrase: bool,
    output: Path,
    force: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Seal all nights of a person, with what was said about them, in one file.

    It is sealed to the therapist whose plan is in force, and signed by this computer. Sending the
    same nights twice does no harm.

    \b
    Examples:
      loslaten nights seal -o nights.age
      loslaten nights seal --passphrase -o nights.age
    """
    from loslaten.practice_log.choice import Choice

    if to is not None and by_passphrase:
        raise click.UsageError(_TO_OR.say(lang))
    require_free(output, force)
    keys = OwnKeys()
    passphrase = ask_passphrase(lang, twice=True) if by_passphrase else None
    number = fingerprint(keys.public())
    with WholeLog.in_folder(data) as log:
        with Busy(_SEALING, lang), log.alone():
            whose = meant(log, person)
            file = delivery.sealed(
                log,
                whose,
                around(context).now()[0],
                keys,
                recipient=to,
                passphrase=passphrase,
            )
            count = log.count_sessions(Choice(person_id=whose.id))
        put(output, (file,), force)
    click.echo(_SEALED.say(count, lang).format(output), err=True)
    click.echo(_YOUR_NUMBER.say(lang).format(number), err=True)


@nights.command("open")
@click.argument("file", type=UserPath())
@click.option("--passphrase", "by_passphrase", is_flag=True, help="Ask for the passphrase.")
@click.option(
    "--add", "add_as", type=words, metavar="NAME", help="Add whoever it is of, under this name."
)
@click.option(
    "--new-sender",
    is_flag=True,
    help="Take it also where earlier nights came from another computer: you asked for its number.",
)
@json_option
@lang_option
@data_option
@click.pass_context
def open_(
    context: click.Context,
    file: Path,
    by_passphrase: bool,
    add_as: str | None,
    new_sender: bool,
    as_json: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Open FILE, which holds a person's nights, and keep what is new as that person's.

    Opening the same file twice changes nothing. A file of somebody who is not known here, a
    changed one, and one from another computer than before are refused.

    \b
    Examples:
      loslaten nights open nights.age
      loslaten nights open nights.age --add Anna
    """
    sealed, passphrase = content(file, nights_file.FILE_BYTES_MAX), None
    if by_passphrase or nights_file.is_by_passphrase(sealed):
        require_passphrase_apart(file)
        passphrase = ask_passphrase(lang, twice=False)
    with Busy(_OPENING, lang), WholeLog.in_folder(data) as log:
        came = delivery.open_file(
            file,
            sealed,
            log,
            around(context).now()[0],
            OwnKeys(),
            passphrase=passphrase,
            add_as=add_as,
            new_sender=new_sender,
        )
    if as_json:
        print_json(_json(came))
        return
    taken = came.taken
    counted = ((taken.nights, _NIGHTS), (taken.notes, _NOTES), (taken.measures, _MEASURES))
    new = ", ".join(text.say(count, lang) for count, text in counted if count)
    click.echo(_OF.say(lang).format(came.person.called(), new or _NOTHING.say(lang)))
    told = _PROVEN if came.is_proven else _UNPROVEN.format(came.fingerprint)
    click.echo(hint(f"  -> {told.say(lang)}"))


@nights.command("list")
@click.option("--person", metavar="NAME", help="Whose; not needed while there is one.")
@json_option
@lang_option
@data_option
def list_(person: str | None, as_json: bool, lang: str, data: Path | None) -> None:
    """List the files of a person that brought something new.

    \b
    Examples:
      loslaten nights list --person Anna
    """
    with PracticeLog.in_folder(data) as log, log.snapshot():
        deliveries = log.deliveries(meant(log, person).id)
    if as_json:
        print_json(
            [
                {
                    "received_utc_ms": one.received_utc_ms,
                    "made_utc_ms": one.made_utc_ms,
                    "nights": one.nights,
                    "fingerprint": fingerprint(one.sender),
                    "proven": one.proven,
                }
                for one in deliveries
            ]
        )
        return
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        (
            (
                f"{datetime.fromtimestamp(one.received_utc_ms / 1000, UTC).astimezone():%Y-%m-%d}",
                str(one.nights),
                fingerprint(one.sender),
                numbers.yes_or_no(one.proven, lang),
            )
            for one in deliveries
        ),
    )


def ask_passphrase(lang: str, *, twice: bool) -> str:
    """Return a passphrase that is typed unseen; `twice` where it is a new one."""
    while True:
        phrase = answer(_PHRASE.say(lang), may_be_empty=False, is_secret=True)
        if not twice:
            return phrase
        if phrase == answer(_PHRASE_AGAIN.say(lang), may_be_empty=False, is_secret=True):
            return phrase
        click.echo(_PHRASES_DIFFER.say(lang), err=True)


def _json(came: delivery.OpenedNights) -> dict[str, object]:
    return {
        "person": None if came.person.code is None else came.person.code.hex(),
        "nights": came.taken.nights,
        "notes": came.taken.notes,
        "measures": came.taken.measures,
        "proven": came.is_proven,
        "fingerprint": came.fingerprint,
    }
