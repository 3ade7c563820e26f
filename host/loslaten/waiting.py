# SPDX-License-Identifier: MIT
"""A limit for calls that have none, or that bound each of their steps only."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def within(limit_s: float, act: Callable[[], T]) -> T:
    """Return what `act` returns, or raise what it raises, or TimeoutError where it takes longer.

    It acts in a thread, which is left behind when it hangs.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(act())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(limit_s)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError
    return results[0]
