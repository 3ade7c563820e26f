# SPDX-License-Identifier: MIT
"""Every hint of the tool that names a command names one that works as it is printed."""

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from loslaten.cli import COMMANDS, main
from loslaten.cli.printing import hint
from tests.cli.commands_page import understood
from tests.docs.test_links import PAGES

REPOSITORY = Path(__file__).parents[2]
HOST = REPOSITORY / "host" / "loslaten"
# Runs on a watch, or is no Python.
APART = (HOST / "sim" / "hardware",)
# A hole in a hint that is filled in when it is told; any of these may stand in it.
HOLE = "\N{BLACK SQUARE}"
FILLED = ("7", "handout", "tense", "30m", "pico_w", "name=Maan", "2026-09-28", "pyproject.toml")
# Where a command ends and prose goes on.
END = re.compile(r"[;,()\n`'\"]|[.:](?=\s|$)|\s->|\s\|\s")
# "loslaten" as the program, or as letting go, in a sentence that goes on with one of these.
PROSE = {
    *("again", "and", "does", "en", "gevoeld", "has", "is", "knows", "on", "practice"),
    *("kent", "niet", "schrijft", "te", "uit"),
    "with",
}
ELSEWHERE = re.compile(
    r"\bloslaten (open|scan|devices|status|sync|watch|log|person|measure|plan|nights|desk|report|"
    r"protocol|programme|cue|settings|doctor)\b"
)
# Formats of files, and the beginning that commands have in common.
NOT_TYPED = {"loslaten nights", "loslaten plan", "loslaten devices", "loslaten log restore"}


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text of a module but for docstrings, holes marked, with its line."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inner |= {id(value) for value in node.values}
            yield (
                node.lineno,
                "".join(
                    str(value.value) if isinstance(value, ast.Constant) else HOLE
                    for value in node.values
                ),
            )
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs | inner
        ):
            yield node.lineno, re.sub(r"\{\w*\}", HOLE, node.value)


@cache
def hints() -> list[tuple[str, str]]:
    """Every command that a text names, as it is printed, and where that stands."""
    found = []
    for path in sorted(HOST.rglob("*.py")):
        if any(folder in path.parents for folder in APART):
            continue
        for line, text in strings(ast.parse(path.read_text("utf-8"))):
            if text in NOT_TYPED:
                continue
            for match in re.finditer(r"(?<![\w'.])loslaten +(?=[a-z])", text):
                told = END.split(text[match.end() :], maxsplit=1)[0].strip()
                if told and told.split()[0] not in PROSE:
                    found.append((f"{path.relative_to(HOST)}:{line}", told))
    for path in sorted(HOST.rglob("*.j2")):
        for match in re.finditer(r"loslaten +(?=[a-z-]+)", path.read_text("utf-8")):
            told = END.split(path.read_text("utf-8")[match.end() :], maxsplit=1)[0]
            found.append((str(path.relative_to(HOST)), told.split("<")[0].strip()))
    return found


def works(words: list[str]) -> bool:
    """Whether the command line understands this, its holes and its NAMES filled in somehow."""
    for at, word in enumerate(words):
        if HOLE in word or re.fullmatch(r"[A-Z|]{2,}", word):
            fillings = FILLED if word == HOLE or HOLE not in word else ("7", "a", "")
            return any(
                works(
                    [
                        *words[:at],
                        word.replace(HOLE, one) if HOLE in word else one,
                        *words[at + 1 :],
                    ]
                )
                for one in fillings
            )
    return is_understood(tuple(words))


# In the two languages a hint is often the same once its names are filled in.
@cache
def is_understood(words: tuple[str, ...]) -> bool:
    try:
        understood(list(words))
    except (click.UsageError, click.exceptions.Exit):
        return False
    return True


@cache
def names_a_command(told: str) -> bool:
    """Whether what is told begins with a command that works, after which a sentence may go on.

    What looks like an option or a setting is never taken for the sentence.
    """
    words = shlex.split(told, comments=False)
    for count in range(len(words), 0, -1):
        if works(words[:count]):
            return True
        if words[count - 1].startswith("-") or "=" in words[count - 1]:
            return False
    return False


def is_a_name(words: list[str]) -> bool:
    """Whether that is what a command is called, without what it is to do it with."""
    command: click.Command | None = main
    for word in words:
        if word in ("--help", "--version", "COMMAND", "..."):
            return True
        if not isinstance(command, click.Group):
            return False
        command = command.get_command(click.Context(command), word)
    return command is not None


def test_there_are_hints_to_look_at():
    assert len(hints()) > 40
    assert {name for name, _, _ in COMMANDS} & PROSE == set()


def test_every_command_that_is_named_works_as_printed():
    wrong = [f"{where}: loslaten {told}" for where, told in hints() if not names_a_command(told)]
    assert wrong == []


def test_every_command_in_the_text_of_the_pages_works_too():
    wrong = []
    for page in PAGES:
        if page.name == "wire.md":
            continue  # there such texts are what is signed
        for told in re.findall(r"`loslaten ((?:[^`])+)`", page.read_text("utf-8")):
            words = shlex.split(" ".join(told.replace("…", HOLE).split()))
            if not (works(words) or works([*words, HOLE]) or is_a_name(words)):
                wrong.append(f"{page.name}: loslaten {told}")
    assert wrong == []


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ("deploy", True),
        ("deploy and press its button", True),
        ("deploy --bord pico_w", False),
        ("devices", False),
        ("devices rename Maan", False),
        ("settings set wrist=right", True),
        ("firmware flash \N{BLACK SQUARE}", True),
        ("flash x.uf2", False),
    ],
)
def test_the_walk_tells_right_from_wrong(told, right):
    assert names_a_command(told) == right


def of_a_log_or_watch(command: click.Command) -> bool:
    """Whether a command, or one within it, means another log or watch with `--sim`."""
    context = click.Context(command)
    if isinstance(command, click.Group):
        inner = (command.get_command(context, name) for name in command.list_commands(context))
        if any(of_a_log_or_watch(one) for one in inner if one is not None):
            return True
    return any(parameter.name == "data" for parameter in command.params)


def test_with_sim_each_command_that_means_another_log_or_watch_is_told_with_it():
    # Both are about what is on a cable.
    on_cable = {"deploy", "firmware"}
    named = {name for name, _, _ in COMMANDS if name not in on_cable}
    with main.make_context("loslaten", ["--sim", "127.0.0.1:7701", "status"]) as context:
        for name in named:
            command = main.get_command(context, name)
            assert command is not None
            if of_a_log_or_watch(command):
                assert hint(f"loslaten {name}") == f"loslaten --sim 127.0.0.1:7701 {name}"


def echoed_unhinted(tree: ast.Module) -> Iterator[str]:
    """Echoes of a text of the module that names a command, not as it is to be typed with --sim."""
    naming = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and ELSEWHERE.search(ast.unparse(node.value))
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "click.echo":
            said = ast.unparse(node)
            if "hint(" not in said and naming & set(re.findall(r"\w+", said)):
                yield said


def test_what_is_echoed_names_commands_as_they_are_to_be_typed():
    # These are about protocols that lie in files or are shipped: no log, no watch.
    of_files = {"protocol/new.py", "protocol/plan.py"}
    found = {
        str(path.relative_to(HOST / "cli")): told
        for path in sorted((HOST / "cli").rglob("*.py"))
        if (told := list(echoed_unhinted(ast.parse(path.read_text("utf-8")))))
    }
    assert set(found) == of_files, found
