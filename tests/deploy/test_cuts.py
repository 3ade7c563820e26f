# SPDX-License-Identifier: MIT
"""A deployment that is cut short leaves a watch that starts, with all that it had.

Some of the cuts; `make torture` makes them all.
"""

from tests.deploy.cuts import cut_at_each


def test_a_cut_anywhere_leaves_a_watch_that_starts():
    happened = cut_at_each(list(range(1, 58, 8)), again=False)
    assert happened[0]
    assert not happened[-1], "the deployment does not come to its end"


def test_a_deployment_that_was_cut_is_made_good_by_the_next():
    assert all(cut_at_each([3, 27, 46], 7, again=True))
