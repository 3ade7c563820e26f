# SPDX-License-Identifier: MIT
"""Rules for what is newly put on a watch, narrower than what a watch goes on practising.

A protocol that breaks one may lie on a watch, in a file or in a practice log already: there it
stays readable. It is only not put on a watch again, and the watch refuses it as well.
"""

from loslaten.protocols.file import ProtocolFile, ProtocolFileError
from loslaten_core.practice import checks, limits
from loslaten_core.practice.checks import Problem
from loslaten_core.practice.protocol import Group, Protocol

# Once through is what Öst (1987) has for release-only, and Bernstein & Borkovec for recall.
RELEASED_REPEATS = limits.REPEATS
WHY_RELEASED_REPEATS = "once is enough where nothing is tensed: release-only, recall"


def repeats_allowed(group: Group) -> tuple[int, int]:
    """Return the fewest and the most repeats that a group may have in a new protocol."""
    if group.mode == limits.COUNT:
        return limits.COUNTS
    return limits.TENSED_REPEATS if group.tenses else RELEASED_REPEATS


def broken(protocol: Protocol) -> tuple[Problem, ...]:
    """Return every rule that a protocol within the limits of a watch breaks."""
    return tuple(checks.when_new(protocol))


def require(file: ProtocolFile) -> None:
    """Raise ProtocolFileError, naming every broken rule, for one that is not to be pushed."""
    found = broken(file.protocol)
    if found:
        raise ProtocolFileError(file.path, found)
