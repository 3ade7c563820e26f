# SPDX-License-Identifier: MIT
"""`loslaten sheet`: one page of paper with a protocol, its cues and the button."""

from pathlib import Path

import click

from loslaten.cli.options import (
    end_cue_option,
    force_option,
    lang_option,
    mirrored_option,
)
from loslaten.cli.parameter import chosen, protocol_names
from loslaten.cli.user_file import STANDARD_OUTPUT, UserPath, put, require_free
from loslaten.language.text import Text
from loslaten.protocols.file import called
from loslaten_core.practice import muscles

_WRISTS = {"left": muscles.LEFT, "right": muscles.RIGHT}

_SHEET = Text("het blad: {}", "the sheet: {}")
_ONE_OUTPUT = Text(
    "alleen een van --html en --pdf kan de standaarduitvoer zijn",
    "only one of --html and --pdf can be standard output",
)


@click.command()
@click.argument(
    "name", metavar="[PROTOCOL|FILE]", default="handout", shell_complete=protocol_names
)
@click.option("--html", type=UserPath(), help="Write it to this file, as a page to print.")
@click.option(
    "--pdf",
    type=UserPath(),
    help="Write it as PDF, with a Chromium, Chrome or Edge on this machine.",
)
@click.option(
    "--wrist",
    type=click.Choice(list(_WRISTS)),
    help="The wrist of the watch; else the protocol's.",
)
@mirrored_option
@end_cue_option
@force_option
@lang_option
def sheet(
    name: str,
    html: Path | None,
    pdf: Path | None,
    wrist: str | None,
    mirror: bool,
    end_cue: bool,
    force: bool,
    lang: str,
) -> None:
    """Make a sheet for beside the bed: a protocol on one A4 page, in large type.

    The cues are drawn as they are felt; the button, the muscle groups with what to do, and when
    not to practise are beside them. Without --html or --pdf it is a page in this folder.

    \b
    Examples:
      loslaten sheet
      loslaten sheet zeven --lang nl --pdf zeven.pdf
      loslaten sheet avond.toml --wrist right --html avond.html
    """
    from loslaten.sheet.html import html as page_of

    if html == pdf == STANDARD_OUTPUT:
        raise click.UsageError(_ONE_OUTPUT.say(lang))
    file = chosen(name, mirror, end_cue)
    if html is None and pdf is None:
        html = Path(f"{called(file.name, lang)}.html")
    for path in (html, pdf):
        require_free(path, force)
    page = page_of(file, _WRISTS[wrist] if wrist is not None else file.protocol.wrist, lang)
    made: list[tuple[Path, str | bytes]] = []
    if html is not None:
        made.append((html, page))
    if pdf is not None:
        from loslaten.report.page import pdf as printer

        # Browsers in a sandbox of their own see neither /tmp nor hidden folders.
        folder = Path.cwd() if pdf == STANDARD_OUTPUT else pdf.resolve().parent
        made.append((pdf, printer.printed(page, folder)))
    for path, content in made:
        if not put(path, (content,), force):
            click.echo(_SHEET.format(path).say(lang), err=True)
