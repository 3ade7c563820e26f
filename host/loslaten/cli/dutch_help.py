# SPDX-License-Identifier: MIT
"""Help pages in Dutch: click lays them out, in the words of the Dutch help."""

from collections.abc import Iterable

import click

from loslaten.language.help_texts import dutch_help


class DutchFormatter(click.HelpFormatter):
    """Formatter that writes each part of a help page in Dutch."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is used."""
        prefix = f"{dutch_help().text('Usage:')} " if prefix is None else prefix
        super().write_usage(prog, dutch_help().typed(args), prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(dutch_help().text(heading))

    def write_text(self, text: str) -> None:
        """Write what a command does, and its examples."""
        super().write_text(dutch_help().paragraphs(text))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a list of options or commands."""
        dutch = dutch_help()
        in_dutch = [(dutch.typed(name), dutch.with_remarks(told)) for name, told in rows]
        super().write_dl(in_dutch, col_max, col_spacing)
