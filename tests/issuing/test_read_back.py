"""What an issuer's lists say about the lines of the ledger, without a ledger and without an issuer."""

from __future__ import annotations

import msgspec
import pytest

from facilitator_tui.issuing.award import Action, Issued
from facilitator_tui.issuing.obf_answers import RecipientRow
from facilitator_tui.issuing.read_back import SETTLED_MS, Seen, compare

NOW = SETTLED_MS + 1000


def line(action: Action, batch: str = "b1", **changes: str | int) -> Issued:
    values: dict[str, str | int] = {
        "id": f"{batch}-{action}",
        "course": "newcomers",
        "badge": "participant",
        "person": "p1",
        "issuer": "obf",
        "issuer_badge": "SVI1",
        "action": action,
        "rule": "ab",
        "verdict": "cd",
        "batch": batch,
        "at_ms": 1000,
        "author": "miriam",
        "email": "Amina@example.org",
    }
    return msgspec.convert(values | changes, Issued)


def row(
    event: str, email: str | None = "amina@example.org", received: bool = False, revoked: bool = False
) -> RecipientRow:
    return RecipientRow(event, email, received=received, revoked=revoked)


def news(
    history: list[Issued], *rows: RecipientRow, now: int = NOW, **events: str
) -> list[tuple[str, str, str]]:
    found = compare(history, Seen(rows, events), now)
    return [(each.line.batch, each.action, each.remote) for each in found.news]


@pytest.mark.parametrize("action", ["exported", "sending", "unclear", "not issued"])
def test_what_the_issuer_lists_was_issued(action: Action) -> None:
    assert news([line(action)], row("E1")) == [("b1", "issued", "E1")]


def test_what_has_happened_since_is_told_in_order() -> None:
    rows = row("E1", received=True, revoked=True)
    assert [action for _, action, _ in news([line("unclear")], rows, E1="b1")] == [
        "issued",
        "received",
        "revoked",
    ]
    assert [action for _, action, _ in news([line("received", remote="E1")], rows)] == ["revoked"]
    assert news([line("revoked", remote="E1")], rows) == []


def test_what_is_not_listed_is_only_certain_after_a_while() -> None:
    assert news([line("unclear")], now=NOW - 1) == []
    assert news([line("sending")], now=NOW - 1) == [("b1", "unclear", "")]
    assert news([line("sending")]) == [("b1", "not issued", "")]
    assert news([line("unclear")], row("E1", "bruno@example.org")) == [("b1", "not issued", "")]


def test_a_clock_that_was_set_back_makes_nothing_certain() -> None:
    assert news([line("unclear", at_ms=2 * NOW)]) == []


def test_an_event_of_ours_with_somebody_unknown_makes_nothing_certain() -> None:
    assert news([line("unclear")], row("E1", "a.salah@example.org"), E1="b1") == []
    assert news([line("unclear")], row("E1", None), E1="b1") == []


def test_an_earlier_badge_that_we_revoked_says_nothing_about_the_new_one() -> None:
    history = [line("revoked", remote="E1"), line("unclear", "b2")]
    assert news(history, row("E1", revoked=True)) == [("b2", "not issued", "")]
    assert news(history, row("E1")) == [("b2", "not issued", "")]  # the list is behind
    assert news(history, row("E1", revoked=True), row("E2")) == [("b2", "issued", "E2")]


def test_one_badge_belongs_to_one_batch_the_open_one_first() -> None:
    history = [
        line("not issued", "b2", at_ms=3000),
        line("unclear", "b1", at_ms=2000),
        line("not issued", "b0"),
    ]
    assert news(history, row("E1")) == [("b1", "issued", "E1")]
    assert news([history[2], history[0]], row("E1")) == [("b2", "issued", "E1")]


def test_of_several_rows_one_that_stands_counts() -> None:
    rows = (row("E1", revoked=True), row("E1"))
    assert news([line("unclear")], *rows, E1="b1") == [("b1", "issued", "E1")]


def test_who_should_have_it_and_is_not_listed_is_missing() -> None:
    found = compare([line("issued", remote="E1"), line("issued", "b2", person="p2", email="")], Seen(()), NOW)
    assert [each.person for each in found.missing] == ["p1"]
    assert found.news == ()
    assert compare([], Seen((row("E1"), row("E2", "AMINA@example.org"))), NOW).twice == 1
