"""Plain lines, ``Name <address>``: what can be pasted into Open Badge Factory on every level of service.

One line a person; a recipient list is imported from the same text.
"""

from __future__ import annotations

from collections.abc import Iterable

from facilitator_tui.exports.badges.facts import address_of, name_of
from facilitator_tui.issuing.award import Award


def line(award: Award) -> str:
    """One person's line. A name that would break it (empty, or with "<" or ">") stays away; the address is enough."""
    name, address = name_of(award.recipient), address_of(award.recipient)
    return f"{name} <{address}>" if name and not {"<", ">"} & set(name) else address


def to_lines(awards: Iterable[Award]) -> str:
    """Everybody's line."""
    return "".join(f"{line(award)}\n" for award in awards)
