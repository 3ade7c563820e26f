# SPDX-License-Identifier: MIT
"""`loslaten desk`: the persons of the log side by side, who needs a call first."""

from pathlib import Path

import click

from loslaten.cli.options import data_option, json_option, lang_option
from loslaten.cli.printing import print_json, print_table
from loslaten.cli.surroundings import around
from loslaten.desk import words


@click.command()
@json_option
@lang_option
@data_option
@click.pass_context
def desk(context: click.Context, as_json: bool, lang: str, data: Path | None) -> None:
    """Show who practised how often of what was agreed, who stopped, and who needs a call.

    Those who need a call come first, with why. Initiation, implementation and persistence are the
    terms of the ABC taxonomy; docs/desk.md says how each is counted.

    \b
    Examples:
      loslaten desk
      loslaten desk --lang nl
      loslaten desk --json
    """
    from loslaten.desk import as_json as values
    from loslaten.desk import reading
    from loslaten.practice_log.caseload import CaseloadLog
    from loslaten.practice_log.days import day_of

    utc_ms, zone_min = around(context).now()
    with CaseloadLog.in_folder(data) as log, log.snapshot():
        found = reading.desk(log, day_of(utc_ms, zone_min), zone_min)
    if as_json:
        print_json(values.cases(found))
        return
    headings = (
        words.NAME,
        words.CALL,
        words.AGREED,
        words.INITIATION,
        words.IMPLEMENTATION,
        words.PERSISTENCE,
        words.TOLD,
    )
    print_table(
        [heading.say(lang).upper() for heading in headings],
        (
            (
                words.name(case, lang),
                words.reasons(case, lang) or "-",
                words.agreed(case, lang),
                words.initiation(case, lang),
                words.implementation(case.adherence, lang),
                words.persistence(case.adherence, lang),
                words.known_up_to(case, lang),
            )
            for case in found
        ),
    )
    for case in found:
        for told in words.looks(case, lang):
            click.echo(f"{words.name(case, lang)}: {told}")
