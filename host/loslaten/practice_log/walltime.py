# SPDX-License-Identifier: MIT
"""Wall time of records: from boots, uptimes and anchors to moments with their bounds.

The watch counts milliseconds since its start and knows no more. Each sync ties one such moment to
the laptop's clock: an anchor. From the anchors of the same start, before or after, a moment is
known to within the anchor's error and what the watch's crystal may drift. Where the board has a
clock that runs on through deep sleep, starts hang together in a chain and an anchor in one of them
serves them all, with that clock's drift. Everything else is only known to lie between what came
before and what came after. Nothing is ever made up: what is not known is None.

Anchors that contradict each other mean that a laptop's clock was wrong at some sync. What most of
them agree on counts (Marzullo's algorithm, as in NTP); without a majority the moment is merely
between the extremes. All times are in ms, `utc_ms` since 1970 as in Unix.
"""

from bisect import bisect_left
from dataclasses import dataclass

from loslaten.practice_log.starts import ANCHORS_HEARD, Chain, Start, WallAnchor, drift
from loslaten_core.journal.event import CRYSTAL_DRIFT_PPM, UTC_MS_MAX, UTC_MS_MIN, Boot

EXACT = 1
CARRIED = 2
BETWEEN = 3
# Indexed by quality.
QUALITIES = ("", "exact", "carried", "between")

# Some boards' clocks are read to the second, so a difference of two readings is off by up to one.
RTC_READ_MS = 1000
# No watch lives longer: a count of time beyond it is damage, and tells nothing.
LIFE_MS = 30 * 366 * 86_400_000


@dataclass(slots=True, kw_only=True)
class Moment:
    """Moment at which something happened, as well as it is known.

    `earliest_ms` and `latest_ms` bound it, None where there is no bound. `utc_ms` is the best
    estimate and `error_ms` how far off it can be; both are None when the quality is BETWEEN.
    `zones_min` are the zone offsets at the anchors before and after, the nearer one first: two
    when they differ, for summer time or a journey, none without anchors. `is_disputed` says that
    anchors contradict each other here.
    """

    quality: int
    earliest_ms: int | None
    latest_ms: int | None
    utc_ms: int | None = None
    error_ms: int | None = None
    zones_min: tuple[int, ...] = ()
    is_disputed: bool = False


class Timeline:
    """Everything known about the time of one watch; `at` answers for any moment of it.

    `records` are (boot, uptime_ms) of records, at least of the last one of each boot; `boots` are
    (boot, uptime_ms, body) of all BOOT records. A timeline does not change: with new anchors make
    a new one, which knows more also about what is long past.
    """

    def __init__(
        self,
        anchors: list[WallAnchor],
        boots: list[tuple[int, int, Boot]],
        records: list[tuple[int, int]],
    ) -> None:
        # A start whose record is lost counted no worse than the others of this watch.
        self._drifts_ppm = [(boot, body.uptime_drift_ppm) for boot, _, body in boots]
        self._drift_ppm = self._most_drift_before(None)
        self._anchors = sorted(anchors, key=_moment_of)
        self._moments = [_moment_of(one) for one in self._anchors]
        self._starts: dict[int, Start] = {}
        seen = [_moment_of(one) for one in anchors] + [(one[0], one[1]) for one in boots]
        for boot, uptime_ms in seen + records:
            start = self._starts.setdefault(boot, Start(boot, self._drift_ppm))
            start.lasted_ms = max(start.lasted_ms, uptime_ms)
        self._link(boots)
        chained: dict[int, list[tuple[int, WallAnchor]]] = {}
        for one in self._anchors:
            start = self._starts[one.boot]
            placed = start.on_chain(one.uptime_ms), one
            chained.setdefault(start.chain, []).append(placed)
        self._chains = {number: Chain(anchors) for number, anchors in chained.items()}
        self._is_bounded = False

    def at(self, boot: int, uptime_ms: int) -> Moment:
        """Return when it was `uptime_ms` after the beginning of this boot.

        What cannot be the time of a watch is unknown: a record or an anchor is damaged then.
        """
        if uptime_ms > LIFE_MS:
            return Moment(quality=BETWEEN, earliest_ms=None, latest_ms=None)
        start = self._starts.get(boot)
        if start is None:
            start = self._stranger(boot)
        moment = self._from_anchors(start, uptime_ms)
        if moment is None:
            moment = self._from_neighbours(start, uptime_ms)
        moment.zones_min = self._zones(boot, uptime_ms, moment)
        return _possible(moment)

    def settled_before(self, boot: int, uptime_ms: int) -> tuple[int, int]:
        """Return before which moment nothing has changed by what was learned from this one on.

        A moment hears the anchors next to it and, in a start without any, what its neighbours
        know; a start whose record is lost counts as badly as the worst of all.
        """
        if self._drift_ppm > self._most_drift_before(boot):
            return (0, 0)
        heard = bisect_left(self._moments, (boot, uptime_ms)) - ANCHORS_HEARD - 1
        if heard < 0:
            return (0, 0)
        settled = min(self._moments[heard], (boot, uptime_ms))
        for number in sorted((one for one in self._starts if one <= boot), reverse=True):
            if self._starts[number].chain not in self._chains:
                settled = min(settled, (number, 0))
            elif number < boot:
                break
        return settled

    def _most_drift_before(self, boot: int | None) -> int:
        drifts_ppm = (ppm for one, ppm in self._drifts_ppm if boot is None or one < boot)
        return max([CRYSTAL_DRIFT_PPM, *drifts_ppm])

    def _link(self, boots: list[tuple[int, int, Boot]]) -> None:
        """Join the starts through which a board's own clock has run on."""
        before: tuple[int, int, Boot] | None = None
        for boot in sorted(boots, key=lambda one: one[:2]):
            start = self._starts[boot[0]]
            start.read_at_ms, start.rtc_ms = boot[1], boot[2].rtc_ms
            start.uptime_drift_ppm = boot[2].uptime_drift_ppm
            start.rtc_drift_ppm = boot[2].rtc_drift_ppm
            if before is not None and before[0] + 1 == boot[0] and _runs_on(before[2], boot[2]):
                previous = self._starts[before[0]]
                start.chain = previous.chain
                start.rtc_drift_ppm = max(start.rtc_drift_ppm, previous.rtc_drift_ppm)
            before = boot

    def _bound(self) -> None:
        """Hand what is known of each start on to those after it and before it, once asked for."""
        if self._is_bounded:
            return
        self._is_bounded = True
        starts = sorted(self._starts.values(), key=lambda start: start.boot)
        end_ms: int | None = None
        for start in starts:
            own = self._from_anchors(start, 0)
            start.earliest_ms = end_ms
            if own is not None and own.earliest_ms is not None:
                start.earliest_ms = own.earliest_ms
            if start.earliest_ms is not None:
                end_ms = start.earliest_ms + start.at_least(start.lasted_ms)
        begin_ms: int | None = None
        for start in reversed(starts):
            own = self._from_anchors(start, start.lasted_ms)
            start.latest_end_ms = begin_ms
            if own is not None and own.latest_ms is not None:
                start.latest_end_ms = own.latest_ms
            if start.latest_end_ms is not None:
                begin_ms = start.latest_end_ms - start.at_least(start.lasted_ms)

    def _from_anchors(self, start: Start, uptime_ms: int) -> Moment | None:
        """Return what the anchors of the same chain say, None when there are none."""
        chain = self._chains.get(start.chain)
        if chain is None:
            return None
        said = chain.near(start.on_chain(uptime_ms))
        bounds = [
            _around(one.utc_ms + distance_ms, self._error(one, start, uptime_ms))
            for one, distance_ms in said
        ]
        earliest_ms, latest_ms, votes = _agreed(bounds)
        if 2 * votes <= len(bounds):
            moment = Moment(
                quality=BETWEEN,
                earliest_ms=min(low for low, _ in bounds),
                latest_ms=max(high for _, high in bounds),
            )
            moment.is_disputed = True
            return moment
        good = [
            pair
            for pair, (low, high) in zip(said, bounds, strict=True)
            if low <= latest_ms and high >= earliest_ms
        ]
        same_boot = [one for one, _ in good if one.boot == start.boot]
        moment = Moment(
            quality=EXACT if same_boot else CARRIED, earliest_ms=earliest_ms, latest_ms=latest_ms
        )
        moment.is_disputed = votes < len(bounds)
        estimate_ms = min(max(_estimate(good), earliest_ms), latest_ms)
        moment.utc_ms = estimate_ms
        moment.error_ms = max(estimate_ms - earliest_ms, latest_ms - estimate_ms)
        return moment

    def _from_neighbours(self, start: Start, uptime_ms: int) -> Moment:
        """Return the bounds that other starts give."""
        self._bound()
        earliest_ms, latest_ms = start.earliest_ms, start.latest_end_ms
        if earliest_ms is not None:
            earliest_ms += start.at_least(uptime_ms)
        if latest_ms is not None:
            latest_ms -= start.at_least(max(0, start.lasted_ms - uptime_ms))
        moment = Moment(quality=BETWEEN, earliest_ms=earliest_ms, latest_ms=latest_ms)
        if earliest_ms is not None and latest_ms is not None and earliest_ms > latest_ms:
            moment.earliest_ms, moment.latest_ms = latest_ms, earliest_ms
            moment.is_disputed = True
        return moment

    def _stranger(self, boot: int) -> Start:
        """Return a start that no record and no anchor is of, bounded by its neighbours."""
        self._bound()
        stranger = Start(boot, self._drift_ppm)
        for start in sorted(self._starts.values(), key=lambda start: start.boot):
            if start.boot < boot and start.earliest_ms is not None:
                stranger.earliest_ms = start.earliest_ms + start.at_least(start.lasted_ms)
            if start.boot > boot and start.latest_end_ms is not None:
                stranger.latest_end_ms = start.latest_end_ms - start.at_least(start.lasted_ms)
                break
        return stranger

    def _zones(self, boot: int, uptime_ms: int, moment: Moment) -> tuple[int, ...]:
        here = bisect_left(self._moments, (boot, uptime_ms + 1))
        near = self._anchors[max(0, here - 1) : here + 1]
        utc_ms = moment.utc_ms
        if utc_ms is not None and len(near) == 2:
            to_before_ms, to_after_ms = utc_ms - near[0].utc_ms, near[1].utc_ms - utc_ms
            if to_after_ms < to_before_ms:
                near.reverse()
        zones = [one.zone_min for one in near]
        return tuple(zones[:1] if len(zones) == 2 and zones[0] == zones[1] else zones)

    def _error(self, one: WallAnchor, start: Start, uptime_ms: int) -> int:
        """Return how wrong the anchor can be about that moment.

        From one start to another the way goes over the readings of the clock that both have, back
        and forth on the watch's own count, whose error adds up however short the distance is.
        """
        if one.boot == start.boot:
            return one.error_ms + start.uptime_error(uptime_ms - one.uptime_ms)
        anchored = self._starts[one.boot]
        counted_ms = abs(uptime_ms - start.read_at_ms) + abs(one.uptime_ms - anchored.read_at_ms)
        uptime_ppm = max(start.uptime_drift_ppm, anchored.uptime_drift_ppm)
        carried_ms = abs(start.rtc_ms - anchored.rtc_ms)
        ppm = max(start.rtc_drift_ppm, anchored.rtc_drift_ppm)
        carried_error_ms = RTC_READ_MS + drift(carried_ms + RTC_READ_MS, ppm)
        return one.error_ms + drift(counted_ms, uptime_ppm) + carried_error_ms


def _possible(moment: Moment) -> Moment:
    """Return a moment, or as much of it as can have been since there have been watches."""
    bounds = (moment.utc_ms, moment.earliest_ms)
    too_late = any(one is not None and one > UTC_MS_MAX for one in bounds)
    ends = (moment.utc_ms, moment.latest_ms)
    too_early = any(one is not None and one < UTC_MS_MIN for one in ends)
    if too_late or too_early:
        return Moment(quality=BETWEEN, earliest_ms=None, latest_ms=None)
    if moment.earliest_ms is not None and moment.earliest_ms < UTC_MS_MIN:
        moment.earliest_ms = None if moment.utc_ms is None else UTC_MS_MIN
    if moment.latest_ms is not None and moment.latest_ms > UTC_MS_MAX:
        moment.latest_ms = None if moment.utc_ms is None else UTC_MS_MAX
    return moment


def _moment_of(one: WallAnchor) -> tuple[int, int]:
    return one.boot, one.uptime_ms


def _runs_on(before: Boot, after: Boot) -> bool:
    return bool(
        before.rtc_drift_ppm
        and after.rtc_drift_ppm
        and after.rtc_kept
        and before.rtc_ms <= after.rtc_ms <= before.rtc_ms + LIFE_MS
    )


def _around(utc_ms: int, error_ms: int) -> tuple[int, int]:
    return utc_ms - error_ms, utc_ms + error_ms


def _agreed(bounds: list[tuple[int, int]]) -> tuple[int, int, int]:
    """Return the stretch that lies within the most of `bounds`, and within how many."""
    latest_low, first_high = max(low for low, _ in bounds), min(high for _, high in bounds)
    if latest_low <= first_high:
        return latest_low, first_high, len(bounds)
    best = (0, 0, 0)
    for candidate, _ in bounds:
        highs = [high for low, high in bounds if low <= candidate <= high]
        if len(highs) > best[2]:
            best = (candidate, min(highs), len(highs))
    return best


def _estimate(said: list[tuple[WallAnchor, int]]) -> int:
    """Return the moment on the line between the anchors next to it, or from the only side."""
    before = [(distance_ms, one) for one, distance_ms in said if distance_ms >= 0]
    after = [(-distance_ms, one) for one, distance_ms in said if distance_ms < 0]
    if not before or not after:
        distance_ms, one = min(before or after, key=lambda pair: pair[0])
        return one.utc_ms + (distance_ms if before else -distance_ms)
    since_ms, first = min(before, key=lambda pair: pair[0])
    until_ms, last = min(after, key=lambda pair: pair[0])
    return first.utc_ms + (last.utc_ms - first.utc_ms) * since_ms // (since_ms + until_ms)
