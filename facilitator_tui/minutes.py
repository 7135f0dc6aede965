"""Lengths as whole minutes, the same everywhere. Lengths with seconds are not here."""

from __future__ import annotations

_MINUTE_MS = 60_000


def whole_minutes(
    ms: int, *, least_ms: int | None = None, most_ms: int | None = None, short: bool = False
) -> int:
    """The length in minutes, to the nearest one: 119 min 59.98 s are 120.

    Never across a threshold beside which it is read: what is short of ``least_ms`` does not come to look like enough,
    what is over ``most_ms`` not like allowed, nor the other way round. ``short`` says that it is too short for a
    threshold that is not known here; then it is rounded down.
    """
    nearest = (ms + _MINUTE_MS // 2) // _MINUTE_MS
    shown_ms = nearest * _MINUTE_MS
    crosses = (
        (short and shown_ms > ms)
        or (least_ms is not None and (ms >= least_ms) != (shown_ms >= least_ms))
        or (most_ms is not None and (ms <= most_ms) != (shown_ms <= most_ms))
    )
    if not crosses:
        return nearest
    return nearest - 1 if shown_ms > ms else nearest + 1
