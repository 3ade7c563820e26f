# SPDX-License-Identifier: MIT
"""`loslaten demo`: one whole night, without hardware."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from loslaten import demo as story
from loslaten import files
from loslaten.cli.log.night_table import print_night
from loslaten.cli.options import NumberRange, lang_option
from loslaten.cli.user_file import UserPath
from loslaten.language.durations import clock_tenths
from loslaten.language.text import Text
from loslaten.language.vocabulary import cue_named
from loslaten.pictures.night import logged
from loslaten.pictures.night.picture import draw
from loslaten.practice_log.folder import FILE_NAME
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import night as logged_night
from loslaten.protocols.file import find
from loslaten.sim.board import BOARDS
from loslaten.sim.body.recogniser import Heard
from loslaten_core.haptics import cue

_LOG = Text("het logboek: {}", "the practice log: {}")
_PICTURE = Text(
    "het beeld van de nacht, om in een browser te openen: {}",
    "the picture of the night, to open in a browser: {}",
)


@click.command()
@click.option("--real-time", is_flag=True, help="Play it in real time and show what is felt.")
@click.option(
    "--speed",
    type=NumberRange(0.1, 10_000),
    metavar="N",
    help="Play it N times faster than life and show what is felt.",
)
@click.option(
    "--board",
    type=click.Choice(sorted(BOARDS)),
    default="pico_w",
    show_default=True,
    help="The board that is simulated.",
)
@click.option(
    "--protocol",
    "name",
    default="handout",
    show_default=True,
    metavar="NAME|FILE",
    help="The protocol that is practised.",
)
@click.option(
    "--out",
    type=UserPath(is_folder=True),
    default="loslaten-demo",
    show_default=True,
    help="The folder for the practice log and the picture.",
)
@lang_option
def demo(
    real_time: bool, speed: float | None, board: str, name: str, out: Path, lang: str
) -> None:
    """Show one whole night on a simulated wrist: the watch's own firmware, a wearer, a laptop.

    The wearer practises the leaflet's protocol by feel, asks for three groups again, cuts one
    tense phase short, skips a group and falls asleep; in the morning the laptop pulls the log.

    \b
    Examples:
      loslaten demo
      loslaten demo --speed 60
      loslaten demo --real-time --board xiao_esp32s3
    """
    pace = 1.0 if real_time else speed
    file = find(name)
    out.mkdir(parents=True, exist_ok=True)
    # In a folder of its own: another demo may play at the same time.
    with TemporaryDirectory(prefix="playing-", dir=out, ignore_cleanup_errors=True) as folder:
        log_path = Path(folder) / FILE_NAME
        played = story.play(
            file,
            log_path,
            lambda line: click.echo(f"• {line.say(lang)}"),
            board=board,
            speed=pace,
            on_cue=None if pace is None else lambda heard: _print_felt(heard, lang),
        )
        with PracticeLog(log_path) as log:
            night = logged_night(log)
        log_path = _replace(log_path, out)
    assert night is not None, "the session that was just stored"
    click.echo()
    print_night(night, lang)
    path = out / "night.svg"
    files.write(path, (draw(logged.picture(night, lang, played.seen)),), replace=True)
    click.echo()
    click.echo(_LOG.say(lang).format(log_path))
    click.echo(_PICTURE.say(lang).format(path))


def _replace(log_path: Path, out: Path) -> Path:
    """Put the log in the place of that of an earlier demo."""
    for old in out.glob(FILE_NAME + "*"):
        old.unlink(missing_ok=True)
    return log_path.replace(out / FILE_NAME)


def _print_felt(heard: Heard, lang: str) -> None:
    name = cue_named(cue.name(heard.cue), lang) if heard.cue else ""
    click.echo(f"  {clock_tenths(heard.onset_ms):>9}  {heard.rhythm:<8} {name}")
