# SPDX-License-Identifier: MIT
"""The table of rules in docs/programme.md, made from the rules themselves.

Run as a module it writes the table anew: `.venv/bin/python -m tests.programme.page`.
"""

from pathlib import Path

from loslaten.programme.rules import RULES
from loslaten.programme.stages import STAGES

PAGE = Path(__file__).parents[2] / "docs" / "programme.md"
BEGIN, END = (
    "<!-- Made from host/loslaten/programme: tests/programme/page.py -->\n",
    "<!-- end -->\n",
)


def tables() -> str:
    """Return the tables of the stages and of the rules."""
    lines = ["| order | stage | protocol | source |\n|---|---|---|---|\n"]
    for order, row in STAGES.items():
        lines += [
            f"| {order} | {stage.title.en} | `{stage.protocol}` | {stage.source} |\n"
            for stage in row
        ]
    lines.append("\n| proposal | when | the source says | source |\n|---|---|---|---|\n")
    lines += [
        f"| {rule.change} | {rule.when.en} | {rule.says.en} | {rule.source.en} |\n"
        for rule in RULES
    ]
    return "".join(lines)


def written() -> str:
    """Return the page as it has to be."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return before + BEGIN + "\n" + tables() + "\n" + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
