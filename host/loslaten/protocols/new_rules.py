# SPDX-License-Identifier: MIT
"""Rules for what is newly put on a watch, narrower than what a watch goes on practising.

A protocol that breaks one may lie on a watch, in a file or in a practice log already: there it
stays readable. It is only not put on a watch again.
"""

from loslaten.protocols.file import ProtocolFile, ProtocolFileError
from loslaten_core.practice import limits, muscles
from loslaten_core.practice.checks import Problem
from loslaten_core.practice.protocol import COUNT, Group, Protocol

# Leaflet, step 2.
TENSED_REPEATS = (2, 5)
WHY_TENSED_REPEATS = "the leaflet tenses a group two to five times, until the difference is felt"
# Once through is what Öst (1987) has for release-only, and Bernstein & Borkovec for recall.
RELEASED_REPEATS = limits.REPEATS
WHY_RELEASED_REPEATS = "once is enough where nothing is tensed: release-only, recall"


def repeats_allowed(group: Group) -> tuple[int, int]:
    """Return the fewest and the most repeats that a group may have in a new protocol."""
    if group.mode == COUNT:
        return limits.COUNTS
    return TENSED_REPEATS if group.tenses else RELEASED_REPEATS


def broken(protocol: Protocol) -> tuple[Problem, ...]:
    """Return every rule that a protocol within the limits of a watch breaks."""
    wrong = []
    for index, group in enumerate(protocol.groups):
        fewest, most = repeats_allowed(group)
        if group.tenses and not fewest <= group.repeats_min <= group.repeats_max <= most:
            muscle = muscles.by_number(group.muscle)
            field = f"group {index + 1} ({muscle.key if muscle else group.muscle}) repeats"
            value = f"{group.repeats_min} to {group.repeats_max}"
            wrong.append(Problem(field, value, f"{fewest} to {most}", WHY_TENSED_REPEATS))
    return tuple(wrong)


def require(file: ProtocolFile) -> None:
    """Raise ProtocolFileError, naming every broken rule, for one that is not to be pushed."""
    found = broken(file.protocol)
    if found:
        raise ProtocolFileError(file.path, found)
