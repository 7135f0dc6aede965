"""What people decided about the badges of a course: confirmed, overridden, held back; read and written.

Every decision is a line of its own, and none is ever changed. With it the rule and the verdict are kept that the person
had before them, so that it can be shown later what was confirmed, whatever became of the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from facilitator_tui.completion import rules
from facilitator_tui.completion.rules import Rule
from facilitator_tui.completion.verdict import (
    Confirmation,
    Hold,
    Override,
    Verdict,
    canonical,
    digest,
)
from facilitator_tui.store.completion import (
    DecisionKind,
    DecisionRow,
    Decisions,
    StoredRule,
    StoredVerdict,
    Verdicts,
)
from facilitator_tui.store.file import Store
from facilitator_tui.store.guard import random_bits, writing

ERASED = "(the reason was erased)"
"""Stands where the reason of a decision has been erased, or a decision from elsewhere came without one."""


class Ruling(msgspec.Struct, frozen=True):
    """What people have decided about one badge of one person, as it holds now; ``lines`` are all, oldest first."""

    override: Override | None = None
    hold: Hold | None = None
    confirmation: Confirmation | None = None
    lines: tuple[DecisionRow, ...] = ()


def ruling_of(lines: Iterable[DecisionRow]) -> Ruling:
    """Of each kind of decision the last one holds, until somebody takes it back."""
    override: Override | None = None
    hold: Hold | None = None
    confirmation: Confirmation | None = None
    lines = tuple(lines)
    for line in lines:
        why = line.text or ERASED
        match line.kind:
            case "earned" | "not earned":
                override = Override(line.author, line.at_ms, why, line.kind == "earned")
            case "rule decides":
                override = None
            case "held":
                hold = Hold(line.author, line.at_ms, why)
            case "released":
                hold = None
            case "confirmed":
                confirmation = Confirmation(line.author, line.at_ms, line.verdict)
    return Ruling(override, hold, confirmation, lines)


def revived(stored: StoredVerdict) -> Verdict:
    """A verdict as it was when somebody decided on it."""
    return msgspec.json.decode(stored.canonical, type=Verdict)


class DecisionBook:
    """The decisions of one course in the store. Methods may raise ``StoreProblem``."""

    def __init__(self, store: Store, course: str, randbits: Callable[[int], int] = random_bits) -> None:
        self._store, self._course = store, course
        self._decisions = Decisions(store, randbits)
        self._verdicts = Verdicts(store)

    def rulings(self, badge: str) -> dict[str, Ruling]:
        """What has been decided about a badge, by person."""
        found = self._decisions.of_badge(self._course, badge)
        return {person: ruling_of(lines) for person, lines in found.items()}

    def stored(self, badge: str) -> dict[str, list[StoredVerdict]]:
        """The verdicts that were decided on, by person, the oldest first."""
        return self._verdicts.of_badge(self._course, badge)

    def rules(self, badge: str) -> tuple[Rule, ...]:
        """The rules under which somebody decided about a badge, the oldest first."""
        return tuple(rules.revive(each.canonical) for each in self._verdicts.rules(self._course, badge))

    def write(
        self,
        kind: DecisionKind,
        rule: Rule,
        verdicts: Sequence[Verdict],
        by: str,
        at_ms: int,
        why: str = "",
    ) -> None:
        """Write one decision about each of these verdicts, with what was decided on, in one commit."""
        with writing(self._store):
            self._verdicts.keep_rule(
                StoredRule(
                    rule.sha256, self._course, rule.id, rule.version, rules.canonical(rule).decode(), at_ms
                )
            )
            for verdict in verdicts:
                chosen = digest(verdict)
                self._verdicts.keep(
                    StoredVerdict(
                        chosen,
                        self._course,
                        rule.id,
                        verdict.participant,
                        verdict.state,
                        rule.sha256,
                        canonical(verdict).decode(),
                        at_ms,
                    )
                )
                self._decisions.add(self._course, rule.id, verdict.participant, kind, at_ms, by, chosen, why)
