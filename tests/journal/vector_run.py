# SPDX-License-Identifier: MIT
"""Reads and writes the journal's golden vectors; runs on both interpreters."""

from loslaten_core.journal import JournalError, body, marks, record, segment

_GROUP = (
    "muscle",
    "done",
    "asked",
    "cuts",
    "skipped",
    "interrupted",
    "left_out",
    "tense_ms",
    "release_ms",
)
# What each kind holds, in the order in which it is told.
_FIELDS = (
    (),
    (
        "protocol_id",
        "ending",
        "pauses",
        "duration_ms",
        "settle_in_ms",
        "paused_ms",
        "final_rest_ms",
        "battery_before_mv",
        "battery_after_mv",
        "worst_late_ms",
        "tension_before",
        "tension_after",
        "calmer",
        "groups",
    ),
    (
        "protocol_id",
        "ending",
        "pauses",
        "duration_ms",
        "final_rest_ms",
        "groups_done",
        "repeats_done",
    ),
    (
        "cause",
        "firmware",
        "dropped_bytes",
        "uptime_drift_ppm",
        "rtc_drift_ppm",
        "rtc_ms",
        "rtc_kept",
    ),
    ("utc_ms", "zone_min", "error_ms"),
    ("action", "protocol_id"),
    ("code", "detail"),
    ("day", "taps", "noticed", "silenced", "reminded"),
)


def run(vectors):
    """Return what the vectors say, as lines of text."""
    lines = [line for one in vectors["records"] for line in _record(bytes.fromhex(one["framed"]))]
    lines += [_refused(bytes.fromhex(one["raw"])) for one in vectors["refused"]]
    numbers = marks.decode(bytes.fromhex(vectors["marks"]["raw"]))
    lines.append(numbers.encode().hex() + " " + " ".join([str(n) for n in numbers.numbers]))
    return lines


def _record(framed):
    raw = segment.unstuff(framed[1:-1])
    one = record.decode(raw)
    content = body.unpack(one)
    if content is not None:
        one.payload = content.pack()
    yield segment.frame(record.encode(one)).hex()
    yield f"{one.kind_name} v{one.version} #{one.sequence} boot {one.boot} at {one.uptime_ms} ms"
    yield one.payload.hex() if content is None else _told(content, _FIELDS[one.kind])


def _told(content, names):
    parts = []
    for name in names:
        value = getattr(content, name)
        if name == "groups":
            value = "".join(["\n  " + _told(group, _GROUP) for group in value])
        elif name == "protocol_id":
            value = value.hex()
        parts.append(name + "=" + str(value))
    return " ".join(parts)


def _refused(raw):
    try:
        one = record.decode(raw)
        return f"{body.unpack(one)} was taken"
    except JournalError as error:
        return str(error)
