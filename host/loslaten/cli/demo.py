"""`loslaten demo`: one whole night, without hardware."""

from pathlib import Path

import click

from loslaten import demo as night
from loslaten.cli.output import lang_option
from loslaten.duration import clock_tenths
from loslaten.protocol_file import find
from loslaten.sim.board import BOARDS
from loslaten.sim.recogniser import Heard
from loslaten_core.haptics import cue


@click.command()
@click.option("--real-time", is_flag=True, help="Play it in real time and show what is felt.")
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 10_000),
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
    type=click.Path(file_okay=False, path_type=Path),
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
    out.mkdir(parents=True, exist_ok=True)
    log_path = out / "practice.db"
    for old in out.glob("practice.db*"):
        old.unlink()
    file = find(name)
    night.play(
        file,
        log_path,
        lambda line: click.echo(f"• {line}"),
        board=board,
        speed=pace,
        on_cue=_print_felt if pace is not None else None,
    )


def _print_felt(heard: Heard) -> None:
    name = cue.name(heard.cue) if heard.cue else ""
    click.echo(f"  {clock_tenths(heard.onset_ms):>9}  {heard.rhythm:<8} {name}")
