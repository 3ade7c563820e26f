# SPDX-License-Identifier: MIT
"""A thousand simulated wearers, a year each, with the programme; prints what each kind met."""

import argparse
import random
from collections import Counter

from loslaten.programme import rules
from loslaten.programme.proposals import Answer
from loslaten.programme.rules import Change
from tests.programme.wearers import WEARERS, Year, gaps_without_step_back, year_of


def check(year: Year) -> None:
    """Raise AssertionError where a year breaks what the programme promises."""
    by_session = {night.session: night for night in year.nights}
    for _, proposal in year.proposals:
        assert set(proposal.nights) <= set(by_session), proposal
        if proposal.change is Change.MOVE_ON:
            nights = [by_session[session] for session in proposal.nights]
            assert sum(night.is_good for night in nights) >= rules.GOOD_NIGHTS, proposal
    pairs = list(zip(year.proposals, year.decisions, strict=True))
    accepted = [
        (day, proposal.change)
        for (day, proposal), decision in pairs
        if decision.answer is Answer.ACCEPTED and proposal.stage is not None
    ]
    for first, second, third in zip(accepted, accepted[1:], accepted[2:], strict=False):
        if (first[1], second[1], third[1]) == (Change.MOVE_ON, Change.STEP_BACK, Change.MOVE_ON):
            assert (third[0] - second[0]).days >= 2 * rules.STAGE_NIGHTS - 1, accepted
    assert gaps_without_step_back(year) == []


def main() -> None:
    """Let the wearers practise and print a line for each kind of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wearers", type=int, default=1_000, help="how many in all (1000)")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of the first")
    given = parser.parse_args()
    print(f"wearers: seed {given.seed}", flush=True)
    proposals = 0
    each = -(-given.wearers // len(WEARERS))
    heads = ("nights", "moves on", "steps back", "lighter", "longer", "fewer", "at the end")
    print(f"{'wearer':<18}" + "".join(f"{head:>12}" for head in heads))
    for kind, made in WEARERS.items():
        met: Counter[Change] = Counter()
        nights, last = 0, Counter[str]()
        for seed in range(given.seed, given.seed + each):
            year = year_of(made(random.Random(seed)), seed)
            check(year)
            nights += len(year.nights)
            proposals += len(year.proposals)
            met.update(proposal.change for _, proposal in year.proposals)
            last[year.kinds[-1][1]] += 1
        told = (Change.MOVE_ON, Change.STEP_BACK, Change.LIGHTEN, Change.LENGTHEN)
        counts = [nights / each, *(met[one] / each for one in told)]
        counts.append(met[Change.FEWER_REPEATS] / each)
        usual = last.most_common(1)[0][0]
        print(f"{kind:<18}" + "".join(f"{count:>12.1f}" for count in counts) + f"{usual:>12}")
    print(
        f"programme: {each * len(WEARERS)} wearers from seed {given.seed}, a year each:"
        f" {proposals} proposals, all by the rules"
    )


if __name__ == "__main__":
    main()
