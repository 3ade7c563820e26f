# SPDX-License-Identifier: MIT
"""`loslaten settings`: what the wearer can choose on the watch."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.group import CommandGroup
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    watch_option,
)
from loslaten.cli.printing import print_json, print_table
from loslaten.cli.reach import with_watch
from loslaten.language.text import Text
from loslaten_core.haptics.theme import THEMES
from loslaten_core.link import settings as wire
from loslaten_core.link.wire import WireError
from loslaten_core.practice.limits import RATINGS

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client

Values = dict[str, int | str]

# Settings whose numbers stand for words.
_WORDS = {
    "theme": tuple(theme.name for theme in THEMES),
    "wrist": ("protocol", "left", "right"),
    "ratings": ("protocol", *RATINGS),
    "day_programme": ("off", "on"),
    "reminder": ("off", "on"),
}
# Settings that are times of day, in minutes.
_TIMES = ("day_from", "day_until", "reminder_at")
_MEANINGS = {
    "name": Text(
        "hoe het horloge heet; wie in de buurt zoekt, kan het lezen",
        "what the watch is called; who scans nearby can read it",
    ),
    "theme": Text(
        "hoe de signalen voelen: standard (gewoon), soft (zacht: er slaapt iemand naast u),"
        " strong (sterk)",
        "how the cues feel: standard, soft (a partner sleeps beside you), strong",
    ),
    "strength_pct": Text("hoe sterk signalen zijn", "how strong cues are"),
    "clenched_strength_pct": Text(
        "hoe sterk ze zijn terwijl de arm met het horloge gespannen is",
        "how strong they are while the arm with the watch is tense",
    ),
    "wrist": Text(
        "om welke pols u het draagt: left (links), right (rechts), of zoals elk protocol zegt",
        "which wrist it is worn on: left, right, or as each protocol says",
    ),
    "radio_window_s": Text(
        "hoe lang de radio aan blijft nadat u heel lang drukte",
        "how long its radio stays on after a very long hold",
    ),
    "ratings": Text(
        "wanneer het naar de spanning vraagt; zoals elk protocol zegt is nooit in het thema soft",
        "when it asks for the tension; as each protocol says is never in theme soft",
    ),
    "day_programme": Text(
        "overdag nu en dan een zachte tik: merk spanning op en laat los; daarna een uitlezing",
        "a soft tap now and then by day: notice tension and let go; then sync once",
    ),
    "day_taps": Text("hoeveel tikken per dag", "how many taps a day"),
    "day_from": Text("vanaf hoe laat er tikken komen", "from when taps come"),
    "day_until": Text("tot hoe laat", "until when"),
    "reminder": Text(
        "een zachte tik op de afgesproken tijd, als u die dag nog niet oefende",
        "a soft tap at the agreed time, unless you have practised that day",
    ),
    "reminder_at": Text("hoe laat dat is", "when that is"),
    "zone": Text(
        "de tijdzone van uw laptop; elke sync zet die opnieuw",
        "your laptop's time zone; each sync sets it anew",
    ),
    "stage": Text(
        "de afgesproken stap van het programma, 0 voor geen",
        "the stage of the programme that was agreed, 0 for none",
    ),
    "stages_locked": Text(
        "de stappen die volgens afspraak dicht blijven: bit 0 is stap 1",
        "the stages that were agreed to stay closed: bit 0 is stage 1",
    ),
}
_HEADINGS = (
    Text("INSTELLING", "SETTING"),
    Text("WAARDE", "VALUE"),
    Text("MAG ZIJN", "ALLOWED"),
    Text("BETEKENIS", "WHAT"),
)
_SPAN = Text("{} tot {}", "{} to {}")
_BYTES = Text("{} tot {} bytes tekst", "{} to {} bytes of text")
_NO_SETTING = Text(
    "{!r} is geen NAAM=WAARDE; de namen zijn {}", "{!r} is no NAME=VALUE; the names are {}"
)
_HOURS = Text(
    "day_from komt voor day_until: nu {} en {}", "day_from comes before day_until: now {} and {}"
)
_TWICE = Text("{} staat er meer dan eens", "{} is given more than once")
_MAY_BE = Text("{} mag zijn: {}", "{} may be {}")


@click.group(cls=CommandGroup)
def settings() -> None:
    """Settings that the wearer chooses on the watch: list and set them.

    The strengths are best found by: loslaten cue calibrate.
    """


@settings.command("list")
@json_option
@watch_option
@lang_option
@data_option
@click.pass_context
def list_(
    context: click.Context, as_json: bool, which: str | None, lang: str, data: Path | None
) -> None:
    """List the settings of the watch.

    \b
    Examples:
      loslaten settings list
      loslaten settings list --json
    """

    async def work(client: "Client", _busy: "Busy") -> Values:
        return await client.settings()

    values = with_watch(context, which, data, work)
    if as_json:
        print_json({name: said(name, value) for name, value in values.items()})
        return
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        (
            (name, str(said(name, value)), _allowed(name).say(lang), _MEANINGS[name].say(lang))
            for name, value in values.items()
        ),
    )


def _complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    name, given, _ = incomplete.partition("=")
    if given:
        return [f"{name}={word}" for word in _WORDS.get(name, ())]
    return [f"{name}=" for _, name, *_ in wire.SETTINGS if name.startswith(incomplete)]


@settings.command("set")
@click.argument(
    "wishes", nargs=-1, required=True, metavar="NAME=VALUE...", shell_complete=_complete
)
@watch_option
@lang_option
@data_option
@click.pass_context
def set_(
    context: click.Context,
    wishes: tuple[str, ...],
    which: str | None,
    lang: str,
    data: Path | None,
) -> None:
    """Change settings of the watch: all that are given, or none.

    \b
    Examples:
      loslaten settings set theme=soft
      loslaten settings set wrist=right radio_window_s=300
      loslaten settings set day_programme=on day_taps=5 day_from=9:00 day_until=17:00
      loslaten settings set reminder=on reminder_at=21:00
    """
    values = _values(wishes, lang)

    async def work(client: "Client", _busy: "Busy") -> None:
        if "day_from" in values or "day_until" in values:
            _require_hours(await client.settings() | values, lang)
        await client.write_settings(values)

    with_watch(context, which, data, work)
    for name, value in values.items():
        click.echo(f"{name} is {said(name, value)}")


def _require_hours(values: Values, lang: str) -> None:
    """Raise click's BadParameter unless the hours of the taps have a beginning and an end."""
    begins, ends = values.get("day_from", 0), values.get("day_until", 0)
    if isinstance(begins, int) and isinstance(ends, int) and begins >= ends:
        raise click.BadParameter(_HOURS.say(lang).format(_clock(begins), _clock(ends)))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def said(name: str, value: int | str) -> int | str:
    """Return a setting's value as people write it."""
    if name in _TIMES and isinstance(value, int):
        return _clock(value)
    words = _WORDS.get(name)
    return words[value] if words is not None and isinstance(value, int) else value


def _values(wishes: Sequence[str], lang: str) -> Values:
    """Return what is wished for, by name; click's BadParameter where that is not clear."""
    values: Values = {}
    for wish in wishes:
        name, value = _value(wish, lang)
        if name in values:
            raise click.BadParameter(_TWICE.say(lang).format(name))
        values[name] = value
    return values


def _value(wish: str, lang: str) -> tuple[str, int | str]:
    """Return (name, value) of a NAME=VALUE, checked; click's BadParameter where it is wrong."""
    name, given, text = wish.partition("=")
    name = name.strip().replace("-", "_")
    matches = [(number, size) for number, known, size, *_ in wire.SETTINGS if known == name]
    if not given or not matches:
        known_names = ", ".join(known for _, known, *_ in wire.SETTINGS)
        raise click.BadParameter(_NO_SETTING.say(lang).format(wish, known_names))
    number, size = matches[0]
    value = _parsed(name, size, text.strip(), lang)
    try:
        wire.pack(number, value)
    except WireError as error:
        allowed = _allowed(name).say(lang)
        raise click.BadParameter(_MAY_BE.say(lang).format(name, allowed)) from error
    return name, value


def _parsed(name: str, size: int, text: str, lang: str) -> int | str:
    words = _WORDS.get(name)
    if words is not None:
        if text not in words:
            raise click.BadParameter(_MAY_BE.say(lang).format(name, ", ".join(words)))
        return words.index(text)
    if size == 0:
        return text
    try:
        if name in _TIMES:
            return _minutes(text)
        return int(text)
    except ValueError:
        raise click.BadParameter(
            _MAY_BE.say(lang).format(name, _allowed(name).say(lang))
        ) from None


def _minutes(text: str) -> int:
    """Return a time of day such as 9:00 in minutes. Raises ValueError."""
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(minute) < 60):
        raise ValueError(text)
    return int(hour) * 60 + int(minute)


def _allowed(name: str) -> Text:
    if name in _WORDS:
        words = ", ".join(_WORDS[name])
        return Text(words, words)
    size, low, high = next(limits for _, known, *limits in wire.SETTINGS if known == name)
    if name in _TIMES:
        return _SPAN.format(_clock(low), _clock(high))
    return (_SPAN if size else _BYTES).format(low, high)
