# SPDX-License-Identifier: MIT
"""Lessons at the page: what is asked, and what counts as an answer to it."""

import re
import time

from tests.page.served import HURRIED, served

_WITHIN_S = 120.0
_LOOK_S = 0.05


def asked(server, after):
    """Return the number of the next scene in which something is asked, and its place."""
    until_s = time.monotonic() + _WITHIN_S
    while time.monotonic() < until_s:
        page = server.ask("GET", "/feel").text
        number = re.search(r'name="scene" value="(\d+)"', page)
        place = re.search(r"(\d+) van 15", page)
        if number and place and int(number[1]) > after and 'value="nothing"' in page:
            return int(number[1]), int(place[1])
        time.sleep(_LOOK_S)
    raise AssertionError(f"nothing is asked\n{page}")


def test_an_answer_that_is_given_twice_counts_once(tmp_path):
    with served(tmp_path / "data", loslaten=HURRIED) as server:
        server.enter()
        server.ask("POST", "/wrist/begin")
        server.ask("POST", "/wrist/speed", {"speed": "20"})
        server.ask("POST", "/feel/quiz")
        server.ask("POST", "/wrist/gesture", {"gesture": "long"})
        number, place = asked(server, 0)
        assert place == 1
        for _ in range(3):
            given = {"answer": "nothing", "scene": str(number)}
            assert server.ask("POST", "/feel/answer", given).status == 303
        assert asked(server, number)[1] == 2
