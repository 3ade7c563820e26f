# SPDX-License-Identifier: MIT
"""`make torture`: the campaigns there are, the options they get, and the summary."""

from pathlib import Path

import pytest

from tests.torture import __main__ as torture

HERE = Path(__file__).parent
MODULES = {path.stem for path in HERE.glob("[a-z]*.py")} - {"test_torture"}


@pytest.fixture(autouse=True)
def logs(tmp_path, monkeypatch):
    monkeypatch.setattr(torture, "LOGS", tmp_path)


def test_every_program_here_is_a_campaign():
    assert MODULES | set(torture.PROGRAMS) == set(torture.CAMPAIGNS)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_campaign_gets_the_seed_where_it_takes_one(module):
    takes_one = '"--seed"' in (HERE / f"{module}.py").read_text("utf-8")
    assert takes_one == (module in torture.DRAWS_LOTS)


def test_all_campaigns_run_but_those_left_out():
    names, given, options = torture.wishes(["--without", "mutants", "--seed", "7"])
    assert names == [name for name in torture.CAMPAIGNS if name != "mutants"]
    assert (given.seed, options) == (7, [])


def test_an_option_goes_to_the_only_campaign():
    names, given, options = torture.wishes(["nights", "--nights", "50", "--seed", "7"])
    assert (names, given.seed, options) == (["nights"], 7, ["--nights", "50"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nigths"], "no campaign nigths; there are nights,"),
        (["nights", "link", "--nights", "50"], "--nights 50: an option of a campaign"),
        (["--nights", "50"], "--nights 50: an option of a campaign"),
    ],
)
def test_a_wrong_wish_is_told(arguments, told, capsys):
    with pytest.raises(SystemExit) as ended:
        torture.wishes(arguments)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_the_summary_tells_of_each_campaign(capsys):
    assert torture.main(["fitting", "--seeds", "100", "--seed", "1"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "torture: 1 campaigns, seed 1"
    assert told[-2].startswith("fitting ")
    assert "survived: fitting: 100 wearers of each kind from seed 1; honest" in told[-2]
    assert told[-1] == "all survived"


def test_a_failure_is_told_with_the_command_that_meets_it_again(capsys):
    assert torture.main(["fitting", "--seeds", "no number", "--seed", "1"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert "FAILED: fitting.py: error: argument --seeds: invalid int value" in told[-3]
    assert told[-2] == 'again: make torture ARGS="fitting --seeds no number --seed 1"'
    assert told[-1] == "FAILED: fitting"
