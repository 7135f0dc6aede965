"""What an issuer's own lists say about the lines of the ledger: issued after all, not issued, received, revoked.

Pure: the lists are handed in, the news comes out. Reading them and writing the ledger are in ``sending``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from facilitator_tui.issuing.award import Action, Issued
from facilitator_tui.issuing.ledger_port import HELD, OPEN, last_lines, same_address
from facilitator_tui.issuing.obf_answers import RecipientRow

SETTLED_MS: Final = 15 * 60_000
"""How long after it was sent a badge that the issuer does not list may still appear there.

A call whose answer never came may still be worked on. This is longer than all waiting of one call together
(``obf.MOST_WAIT_S`` and its time-outs), so a call that another program has just begun is over as well.
"""


class Seen(msgspec.Struct, frozen=True):
    """The issuer's lists of one badge: everybody who was given it, and the events that hold a batch of ours."""

    rows: tuple[RecipientRow, ...]
    events: Mapping[str, str] = {}

    def holders(self) -> dict[str, list[RecipientRow]]:
        """The rows that were not revoked, by address made comparable."""
        found: dict[str, list[RecipientRow]] = {}
        for row in self.rows:
            if row.email and not row.is_revoked:
                found.setdefault(same_address(row.email), []).append(row)
        return found


class News(msgspec.Struct, frozen=True):
    """What happened to the badge of a line, as far as the ledger does not know it yet."""

    line: Issued
    action: Action
    remote: str = ""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The ledger beside the lists. ``news`` is in the order of writing.

    ``missing`` are lines by which somebody has the badge while the issuer does not list them, ``twice`` is how many
    addresses have it more than once.
    """

    news: tuple[News, ...] = ()
    missing: tuple[Issued, ...] = ()
    twice: int = 0


def compare(history: Iterable[Issued], seen: Seen, now_ms: int) -> Comparison:
    """Set the ledger's lines about one badge of one issuer beside that issuer's lists."""
    lines = list(last_lines(history).values())
    known = _Known(lines, seen)
    news: list[News] = []
    missing: list[Issued] = []
    for line in sorted(lines, key=lambda line: (line.action not in OPEN, -line.at_ms)):
        row = known.row(line)
        if row is not None:
            known.claim(row.event_id, line)
            news += [News(line, action, row.event_id) for action in _chain(line.action, row)]
        elif line.action in HELD and line.email:
            missing.append(line)
        elif line.action in OPEN:
            action: Action = "not issued" if known.is_certainly_out(line, now_ms) else "unclear"
            news += [News(line, action)] if action != line.action else []
    twice = sum(len(rows) > 1 for rows in seen.holders().values())
    return Comparison(news=tuple(news), missing=tuple(missing), twice=twice)


class _Known:
    """The lists, arranged for looking up."""

    def __init__(self, lines: list[Issued], seen: Seen) -> None:
        self._rows: dict[str, list[RecipientRow]] = {}
        self._addresses: dict[str, set[str]] = {}
        for row in seen.rows:
            address = same_address(row.email or "")
            self._addresses.setdefault(row.event_id, set()).add(address)
            if address:
                self._rows.setdefault(address, []).append(row)
        self._event_of = {batch: event for event, batch in seen.events.items() if batch}
        self._claims: dict[str, set[tuple[str, str]]] = {}
        self._sent_to: dict[str, set[str]] = {}
        for line in lines:
            self._sent_to.setdefault(line.batch, set()).add(same_address(line.email))
            if line.remote:
                self.claim(line.remote, line)

    def claim(self, event: str, line: Issued) -> None:
        """The event belongs to this line, and tells nothing about other batches with the same person."""
        self._claims.setdefault(event, set()).add((line.person, line.batch))

    def row(self, line: Issued) -> RecipientRow | None:
        """The row that tells of this line; None where the issuer lists none, or the address was erased."""
        rows = self._rows.get(same_address(line.email), []) if line.email else []
        event = line.remote or self._event_of.get(line.batch, "")
        own = [row for row in rows if row.event_id == event]
        if line.remote:
            return _newest(own)
        others = [row for row in rows if not row.is_revoked and not self._is_claimed(row.event_id, line)]
        return _newest(own) or _newest(others)

    def is_certainly_out(self, line: Issued, now_ms: int) -> bool:
        """Whether a line that no row tells of was certainly not issued.

        Not while it may still appear, not when the address was erased, and not when our event lists somebody whom we
        did not send: that may be this person, under an address that the issuer has written otherwise.
        """
        event = self._event_of.get(line.batch, "")
        strangers = self._addresses.get(event, set()) - self._sent_to[line.batch]
        return bool(line.email) and not strangers and now_ms - line.at_ms >= SETTLED_MS

    def _is_claimed(self, event: str, line: Issued) -> bool:
        return any(
            person == line.person and batch != line.batch for person, batch in self._claims.get(event, ())
        )


def _newest(rows: Collection[RecipientRow]) -> RecipientRow | None:
    """Of several rows about one address in one event, one that still stands."""
    return min(rows, key=lambda row: row.is_revoked, default=None)


def _chain(action: Action, row: RecipientRow) -> Iterator[Action]:
    """What has happened since ``action``, one after the other."""
    if action == "revoked":
        return
    if action not in HELD:
        yield "issued"
    if row.is_received and action != "received":
        yield "received"
    if row.is_revoked:
        yield "revoked"
