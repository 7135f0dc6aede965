"""Lines of a roster as somebody types or pastes them: a name, perhaps with a number before and an address. Pure.

Tables with columns (CSV, XLSX, platform exports) are read in ``imports``, not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from facilitator_tui.plain import plain

_BEFORE = re.compile(r"^(?:\d{1,3}[.)]|[-*•–])\s+")
_ADDRESS = re.compile(r"[^\s<>,;\"'()]+@[^\s<>,;\"'()]+\.[^\s<>,;\"'()]+")
_EDGES = " ,;<>()\"'|"


class RosterLine(msgspec.Struct, frozen=True):
    """One person to be added; ``email`` may be empty."""

    name: str
    email: str = ""


def roster_line(text: str) -> RosterLine | None:
    """The person meant by one line; None for a line without a name.

    ``3. Amina Haddad <amina@example.org>`` is Amina Haddad with that address. A bare address gives its first part
    as a name, to be corrected.
    """
    text = _BEFORE.sub("", plain(text))
    address = _ADDRESS.search(text)
    if address is None:
        name = text.strip(_EDGES)
        return RosterLine(name) if name else None
    name = plain(f"{text[: address.start()].rstrip(_EDGES)} {text[address.end() :].lstrip(_EDGES)}").strip(
        _EDGES
    )
    name = name or address[0].partition("@")[0].replace(".", " ").replace("_", " ")
    return RosterLine(name, address[0])


def roster_lines(lines: Iterable[str], known: Iterable[str] = ()) -> tuple[list[RosterLine], list[str]]:
    """The people of a paste, and the names passed over because they are ``known`` already or come twice."""
    seen = {name.casefold() for name in known}
    fresh: list[RosterLine] = []
    passed_over: list[str] = []
    for line in lines:
        person = roster_line(line)
        if person is None:
            continue
        if person.name.casefold() in seen:
            passed_over.append(person.name)
            continue
        seen.add(person.name.casefold())
        fresh.append(person)
    return fresh, passed_over
