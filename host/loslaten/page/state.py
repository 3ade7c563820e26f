# SPDX-License-Identifier: MIT
"""The state of the world as a page shows it: a short text, equal where the page looks equal."""

import hashlib

from loslaten.page.world import World


def state_of(world: World, place: str) -> str:
    """Return the state that decides what the page of a place looks like as a whole.

    A page carries the state that it was made in, so that nothing that changes between its making
    and its first news is missed.
    """
    mine, active = world.radio.job_of(place), world.radio.active()
    told = (
        None if mine is None else (mine.number, mine.phase, mine.scene),
        None if active is None else (active.number, active.phase),
        world.trying,
        world.edition,
        _wrist(world) if place == "wrist" else None,
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _wrist(world: World) -> tuple[object, ...] | None:
    """Return what the wrist of a trial is at."""
    if world.trial is None:
        return None
    session = world.trial.wrist.practice.session
    at = None if session is None else (session.phase, session.index)
    return (at, world.trial.wrist.is_radio_open)
