# SPDX-License-Identifier: MIT
"""Names that both the firmware and MicroPython have, and that therefore stay as they are.

On a board nobody can tell by its name whether `.read` is a file's or the journal's. The tests
compare this list with the stubs of MicroPython.
"""

from typing import Final

_NAMES: Final = (
    "_abort _append _check _connected _connection _find _path _put _queue _start action add "
    "append board callback cancel clear close closed code count delete done duration_ms "
    "enable encode end event extend feed fields file full get get_protocol group groups "
    "handle index items key keys level listen load log memory message mode ms name names "
    "number off pack phase priority protocol protocols put read reason region release remove "
    "repeat replace restart reverse run scan sequence serial session size start state status "
    "step stop text unpack value version wait write "
)
MICROPYTHON: Final = frozenset(_NAMES.split())
# Modules of MicroPython's with names as short as those that the firmware's are given.
MODULES: Final = frozenset(("gc", "io", "os", "re"))
