# SPDX-License-Identifier: MIT
"""Terminals that a drawing joins, worked out from its lines alone.

Wires that cross are not joined; wires are where one ends on the other. A part that is drawn upon a
wire interrupts it between the part's two ends.
"""

from collections.abc import Iterable

Point = tuple[float, float]
Segment = tuple[Point, Point]

_NEAR = 0.5


def joined(
    segments: Iterable[Segment], ends: dict[str, Point], bodies: Iterable[Segment]
) -> frozenset[frozenset[str]]:
    """Return the sets of terminals that are joined, of two or more.

    ends: where the terminals are; several terminals of one name are one, as all grounds are.
    bodies: from one end of a part to the other.
    """
    pieces = [piece for segment in segments for piece in _cut(segment, tuple(bodies))]
    groups = list(range(len(pieces)))

    def root(index: int) -> int:
        while groups[index] != index:
            index = groups[index]
        return index

    for one in range(len(pieces)):
        for other in range(one):
            if _touch(pieces[one], pieces[other]):
                groups[root(one)] = root(other)
    found: dict[int | str, set[str]] = {}
    for name, point in ends.items():
        on = [root(at) for at, piece in enumerate(pieces) if _is_on(point, piece)]
        key = on[0] if on else f"{point}"
        found.setdefault(key, set()).add(name)
    return _merged(found.values())


def _merged(groups: Iterable[set[str]]) -> frozenset[frozenset[str]]:
    """Join the groups that have a sign in common, such as "=VBUS", which is the board's VBUS, too;
    the sign itself is no terminal.
    """
    whole: list[set[str]] = []
    for group in groups:
        names = {name.partition("@")[0] for name in group}
        names |= {f"={name.partition('.')[2]}" for name in names if name.startswith("board.")}
        signs = {name for name in names if name.startswith("=")}
        same = [other for other in whole if signs & other]
        for other in same:
            whole.remove(other)
            names |= other
        whole.append(names)
    nets = (frozenset(name for name in one if not name.startswith("=")) for one in whole)
    return frozenset(net for net in nets if len(net) > 1)


def _cut(segment: Segment, bodies: tuple[Segment, ...]) -> list[Segment]:
    """Return what is left of a wire outside the parts that are drawn upon it."""
    pieces = [segment]
    for body in bodies:
        pieces = [left for piece in pieces for left in _outside(piece, body)]
    return pieces


def _outside(piece: Segment, body: Segment) -> list[Segment]:
    if not _are_in_line(piece, body):
        return [piece]
    origin = piece[0]
    length = _distance(*piece)
    way = tuple((end - begin) / length for begin, end in zip(*piece, strict=True))
    first, last = sorted(
        sum((at - begin) * along for at, begin, along in zip(end, origin, way, strict=True))
        for end in body
    )
    if last <= _NEAR or first >= length - _NEAR:
        return [piece]

    def at(far: float) -> Point:
        return origin[0] + way[0] * far, origin[1] + way[1] * far

    left = [(origin, at(first))] if first >= 0 else []
    return [*left, (at(last), piece[1])] if last <= length else left


def _are_in_line(piece: Segment, body: Segment) -> bool:
    length = _distance(*piece)
    return length > 0 and all(abs(_across(end, piece)) / length <= _NEAR for end in body)


def _touch(one: Segment, other: Segment) -> bool:
    return any(_is_on(at, other) for at in one) or any(_is_on(at, one) for at in other)


def _is_on(point: Point, segment: Segment) -> bool:
    (ax, ay), (bx, by) = segment
    if not (min(ax, bx) - _NEAR <= point[0] <= max(ax, bx) + _NEAR):
        return False
    if not (min(ay, by) - _NEAR <= point[1] <= max(ay, by) + _NEAR):
        return False
    length = _distance(*segment)
    return length == 0 or abs(_across(point, segment)) / length <= _NEAR


def _across(point: Point, segment: Segment) -> float:
    (ax, ay), (bx, by) = segment
    return (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)


def _distance(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)
