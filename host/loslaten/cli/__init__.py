# SPDX-License-Identifier: MIT
"""The command line: `loslaten COMMAND ...`.

Commands are imported when they are run, so that `loslaten --help` is there at once; a new one is
a line in `COMMANDS`. Everything else raises, only what is here prints and exits: 0 when it went
well, 1 when it did not, 2 when the command was not understood, 130 after Ctrl-C.
"""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from loslaten.cli.group import CommandGroup
from loslaten.cli.left_out import left_out_told
from loslaten.errors import LoslatenError
from loslaten.language.text import Text, keeps_library_words

# Name, where the click command is, and what `loslaten --help` says about it.
COMMANDS = (
    ("open", "loslaten.cli.open:open_", "Everything of every day, as a page in the browser."),
    ("demo", "loslaten.cli.demo:demo", "One whole night on a simulated wrist."),
    ("scan", "loslaten.cli.scan:scan", "List the watches within reach."),
    ("devices", "loslaten.cli.devices:devices", "List, name and forget the known watches."),
    ("status", "loslaten.cli.status:status", "Tell how the watch is."),
    ("sync", "loslaten.cli.sync:sync", "Bring the practice log home."),
    ("watch", "loslaten.cli.watch:watch", "Show a session while it goes on."),
    (
        "log",
        "loslaten.cli.log.commands:log",
        "List and show what was practised, and note how it was.",
    ),
    ("person", "loslaten.cli.person:person", "Tell whose watch and whose nights are whose."),
    ("measure", "loslaten.cli.measure:measure", "Answer once a week how it is, and see it."),
    ("plan", "loslaten.cli.plan:plan", "What therapist and patient agreed on, as a small file."),
    (
        "nights",
        "loslaten.cli.nights:nights",
        "A person's nights as one sealed file, there and back.",
    ),
    ("desk", "loslaten.cli.desk:desk", "Who practised, who stopped, and who needs a call."),
    ("report", "loslaten.cli.report:report", "One page for the therapist: what was practised."),
    (
        "protocol",
        "loslaten.cli.protocol.commands:protocol",
        "List, show, check, plan and make protocols.",
    ),
    (
        "programme",
        "loslaten.cli.programme:programme",
        "Where you are in the method, and what is proposed next.",
    ),
    (
        "rehearse",
        "loslaten.cli.rehearse:rehearse",
        "Run a protocol on the laptop and see what happens.",
    ),
    ("sheet", "loslaten.cli.sheet:sheet", "One page of paper: a protocol, its cues, the button."),
    (
        "cue",
        "loslaten.cli.cue.commands:cue",
        "List, draw, play and learn the cues; fit their strength.",
    ),
    ("settings", "loslaten.cli.settings:settings", "List and set what the wearer can choose."),
    ("deploy", "loslaten.cli.deploy:deploy", "Put the firmware on a watch, over USB."),
    ("firmware", "loslaten.cli.firmware:firmware", "Tell which firmware is where."),
    ("power", "loslaten.cli.power:power", "Tell how long a battery lasts, and what takes it."),
    ("doctor", "loslaten.cli.doctor:doctor", "Say what is wrong here, and what to do about it."),
    ("sim", "loslaten.cli.sim:sim", "Run a simulated watch that others can reach."),
    ("completion", "loslaten.cli.completion:completion", "Let the shell complete commands."),
)
_T = TypeVar("_T")
# Raised by click 8.2 and newer where a group is called without a command; it tells the help.
_HELP_ASKED: tuple[type[Exception], ...] = (
    (click.exceptions.NoArgsIsHelpError,) if hasattr(click.exceptions, "NoArgsIsHelpError") else ()
)

DEBUG_VARIABLE = "LOSLATEN_DEBUG"
# New objects until the collector looks for cycles; Python's own 700 cost a long report a tenth.
_COLLECTED_AFTER = 50_000
# What shells end a command with that was ended by Ctrl-C: 128 and the signal's number.
_INTERRUPTED = 130
_STOPPED = Text("gestopt", "stopped")


class Commands(CommandGroup):
    """The top of the command line: finds commands in the table, turns errors into advice."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, knowing the language for what is wrong with them."""
        from loslaten.cli.options import CHOSEN_LANGUAGE, typed_language

        ctx.meta[CHOSEN_LANGUAGE] = typed_language(args)
        return _guarded(lambda: super(Commands, self).parse_args(ctx, args))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what goes wrong in it ends as a line of advice, not as a traceback."""
        with left_out_told():
            return _guarded(lambda: super(Commands, self).invoke(ctx))


def _guarded(run: Callable[[], _T]) -> _T:
    try:
        return run()
    except LoslatenError as error:
        _fail(error)
    except (click.ClickException, click.Abort) as error:
        if keeps_library_words(_language()) or isinstance(error, _HELP_ASKED):
            raise
        _refuse_in_dutch(error)
    except (click.exceptions.Exit, BrokenPipeError):
        raise
    except KeyboardInterrupt:
        click.echo(f"loslaten: {_STOPPED.say(_language())}", err=True)
        raise click.exceptions.Exit(_INTERRUPTED) from None
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        _fail(_unforeseen(error))


def _refuse_in_dutch(error: click.ClickException | click.Abort) -> NoReturn:
    from loslaten.cli.usage import DutchUsageError

    if isinstance(error, click.ClickException):
        raise DutchUsageError(error) from None
    click.echo(f"loslaten: {_STOPPED.say('nl')}", err=True)
    raise click.exceptions.Exit(1) from None


def _fail(error: LoslatenError) -> NoReturn:
    """Tell what went wrong, what belongs to it and what to do about it; exit."""
    from loslaten.cli.printing import hint

    words = error.told(_language())
    click.echo(f"loslaten: {words.message}", err=True)
    for line in words.details:
        click.echo(f"  {line}", err=True)
    if words.advice:
        click.echo(f"  -> {hint(words.advice)}", err=True)
    raise click.exceptions.Exit(error.exit_code)


def _language() -> str:
    from loslaten.cli.options import spoken

    return spoken()


def _unforeseen(error: Exception) -> LoslatenError:
    if isinstance(error, ModuleNotFoundError):
        from loslaten.extras import how_to_install

        return LoslatenError(
            Text(
                "het Python-pakket {} is niet geïnstalleerd",
                "the Python package {} is not installed",
            ).format(error.name),
            how_to_install("sim"),
        )
    if isinstance(error, OSError) and error.strerror:
        from loslaten.language.system_words import reason_of

        where = f"{error.filename}: " if error.filename else ""
        return LoslatenError(Text(f"{where}{{}}", f"{where}{{}}").format(reason_of(error)))
    advice = Text(
        "dit is een fout in loslaten; met {}=1 laat het zien waar",
        "this is a mistake in loslaten; with {}=1 it shows where",
    ).format(DEBUG_VARIABLE)
    return LoslatenError(f"{type(error).__name__}: {error}", advice)


def _require_sim_address(
    context: click.Context, _option: click.Parameter, sim: str | None
) -> str | None:
    """Return the address as it was given. Raises SimAddressError, before any command begins."""
    if sim is not None and not context.resilient_parsing:
        from loslaten.watches.reach import sim_address  # few commands reach for a watch

        sim_address(sim)
    return sim


@click.command(
    cls=Commands, later=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--sim",
    metavar="HOST:PORT",
    callback=_require_sim_address,
    help="Reach a simulated watch instead of a real one.",
)
@click.version_option(package_name="loslaten", message="%(prog)s %(version)s")
def main(sim: str | None) -> None:
    """Loslaten: a wrist-worn companion for progressive muscle relaxation.

    \b
    Examples:
      loslaten protocol plan handout --fit 30m
      loslaten protocol push handout --choose
      loslaten sync
      loslaten doctor

    Every command has --help with examples. Where a file is read or written, - is standard input or
    output.
    """
    del sim  # the commands that talk to a watch read it from the context
    # What a command reads it keeps to its end: to look for cycles in it often finds none.
    gc.set_threshold(_COLLECTED_AFTER)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # It was closed: whoever did that wants to hear nothing.
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        stream = getattr(sys, name)
        # A terminal that cannot show a character must not end the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
