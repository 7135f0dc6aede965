"""Lengths of time and text as they stand in narrow columns."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from facilitator_tui.plain import plain

_RIGHT_TO_LEFT = ("R", "AL")
_LEFT_TO_RIGHT_MARK = "\u200e"
"""After a right-to-left name: terminals that order text themselves would else turn the figures after it around."""


def clock(ms: int) -> str:
    """A length as ``m:ss`` or ``h:mm:ss``; below zero with a minus sign."""
    sign, seconds = ("−", -ms // 1000) if ms < 0 else ("", ms // 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{seconds:02}" if hours else f"{sign}{minutes}:{seconds:02}"


def rough(ms: int) -> str:
    """A length to glance at: ``45s``, ``12m``, ``1h05``."""
    seconds = ms // 1000
    if seconds < 60:
        return f"{seconds}s"
    if seconds < 3600:
        return f"{seconds // 60}m"
    return f"{seconds // 3600}h{seconds % 3600 // 60:02}"


def fitted(text: str, width: int) -> str:
    """Text from outside in exactly ``width`` terminal cells, cut with an ellipsis where it is longer."""
    return sized(plain(text), width)


def sized(text: str, width: int) -> str:
    """Text that is clean in exactly ``width`` terminal cells; its blanks stay where they are."""
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    if width <= 1:
        return set_cell_size(text, max(0, width))
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)


def bar(share: float, width: int) -> str:
    """A share from 0 to 1 as a bar of eighths of a cell."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + " ▏▎▍▌▋▊▉"[rest] * (rest > 0)).ljust(width)
