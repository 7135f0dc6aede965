"""The issuance ledger: lines are only added, nobody is reserved twice, and addresses can be erased."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.issuing.award import Action, NewLine
from facilitator_tui.issuing.ledger_port import HELD, OPEN, last_lines, next_line
from facilitator_tui.issuing.ledger_port import Ledger as Port
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.ledger import Ledger

ACTIONS: tuple[Action, ...] = get_args(Action)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return Ledger(store)


def line(person: str = "p1", action: Action = "sending", **changes: str | int) -> NewLine:
    values: dict[str, str | int] = {
        "course": "newcomers",
        "badge": "participant",
        "person": person,
        "issuer": "obf",
        "issuer_badge": "SVI1",
        "action": action,
        "rule": "ab",
        "verdict": "cd",
        "batch": "b1",
        "at_ms": 1000,
        "author": "miriam",
        "email": f"{person}@example.org",
        "name": f"Person {person}",
    }
    return msgspec.convert(values | changes, NewLine)


def test_a_line_comes_back_as_it_went_in(ledger: Ledger) -> None:
    [kept] = ledger.add([line(remote="E1", email="Amina@Example.org", name="Amina  Ben Salah")])
    assert ledger.history("newcomers") == [kept]
    assert (kept.email, kept.name, kept.remote) == ("Amina@Example.org", "Amina  Ben Salah", "E1")
    assert kept.id


def test_the_history_is_in_the_order_of_writing_and_can_be_narrowed(ledger: Ledger) -> None:
    ledger.add([line("p1"), line("p2"), line("p1", badge="leader"), line("p1", course="climate")])
    ledger.add([line("p1", "issued", at_ms=5)])
    assert [each.person for each in ledger.history("newcomers")] == ["p1", "p2", "p1", "p1"]
    assert [each.action for each in ledger.history("newcomers", "participant", "p1")] == ["sending", "issued"]
    assert [each.badge for each in ledger.history("newcomers", person="p1")] == [
        "participant",
        "leader",
        "participant",
    ]
    assert len(ledger.at_issuer("obf", "SVI1")) == 5
    assert ledger.at_issuer("credly", "SVI1") == []


def test_a_line_is_never_changed_or_taken_away(ledger: Ledger, store: Store) -> None:
    ledger.add([line()])
    for statement in ("UPDATE issuance SET action = 'revoked'", "DELETE FROM issuance"):
        with pytest.raises(store.errors, match="append-only"):
            store.connection.execute(statement)


def test_of_a_batch_all_lines_are_kept_or_none(ledger: Ledger) -> None:
    wrong = msgspec.structs.replace(line("p2"))
    msgspec.structs.force_setattr(wrong, "action", "forgotten")
    with pytest.raises(StoreProblem):
        ledger.add([line("p1"), wrong])
    assert ledger.history("newcomers") == []


def test_what_is_open_is_what_has_no_answer(ledger: Ledger) -> None:
    for number, action in enumerate(ACTIONS):
        ledger.add([line(f"p{number}", action)])
    ledger.add(
        [line("late", "sending"), line("late", "unclear"), line("done", "sending"), line("done", "issued")]
    )
    ledger.add([line("again", "issued", batch="b1"), line("again", "sending", batch="b2")])
    still = ledger.unclear("obf")
    assert {each.action for each in still} == {"sending", "unclear"}
    assert {each.person for each in still} >= {"late", "again"}
    assert "done" not in {each.person for each in still}
    assert ledger.unclear("credly") == []


@pytest.mark.parametrize("action", ACTIONS)
def test_who_has_the_badge_or_may_be_getting_it_is_not_reserved(ledger: Ledger, action: Action) -> None:
    ledger.add([line("p1", action)])
    reserved = ledger.reserve([line("p1", batch="b2"), line("p2", batch="b2")])
    free = action not in OPEN and action not in HELD
    assert [each.person for each in reserved] == (["p1", "p2"] if free else ["p2"])


def test_an_address_is_reserved_once_whoever_it_belongs_to(ledger: Ledger) -> None:
    ledger.add([line("p1", "issued", email="amina@example.org", course="climate")])
    reserved = ledger.reserve(
        [
            line("p2", email="AMINA@example.org"),
            line("p3", email="one@example.org"),
            line("p4", email="One@example.org"),
        ]
    )
    assert [each.person for each in reserved] == ["p3"]


def test_another_badge_or_issuer_is_another_matter(ledger: Ledger) -> None:
    ledger.add([line("p1", "issued")])
    assert ledger.reserve([line("p1", issuer="cancred")])
    assert ledger.reserve([line("p1", badge="leader", issuer_badge="SVI2")])


def test_two_programs_cannot_reserve_the_same_person(tmp_path: Path) -> None:
    path = tmp_path / "facilitator.db"
    with Store.open(path) as one, Store.open(path) as other:
        assert Ledger(one).reserve([line()])
        assert not Ledger(other).reserve([line(batch="b2")])


def test_what_contradicts_the_last_line_is_not_written(ledger: Ledger) -> None:
    [sent] = ledger.add([line()])
    late = next_line(sent, "unclear", 1_002, "me")
    assert ledger.settle([next_line(sent, "issued", 1_002, "me", remote="E1")])
    assert ledger.settle([late, next_line(sent, "not issued", 1_003, "me")]) == ()
    assert [
        each.action
        for each in ledger.settle([next_line(sent, a, 1_004, "me") for a in ("received", "revoked")])
    ] == [
        "received",
        "revoked",
    ]
    assert ledger.settle([next_line(sent, "issued", 1_005, "me")]) == ()
    assert [each.remote for each in ledger.history("newcomers")] == ["", "E1", "", ""]


def test_nothing_is_settled_that_was_never_sent(ledger: Ledger) -> None:
    assert ledger.settle([line(action="issued")]) == ()


@given(st.lists(st.sampled_from(ACTIONS), max_size=8))
def test_whatever_is_reported_once_revoked_stays_revoked(
    tmp_path_factory: pytest.TempPathFactory, actions: list[Action]
) -> None:
    with Store.open(tmp_path_factory.mktemp("store") / "x.db") as store:
        ledger = Ledger(store)
        ledger.add([line()])
        for action in actions:
            ledger.settle([line(action=action)])
        told = [each.action for each in ledger.history("newcomers")]
        assert "exported" not in told
        assert told.count("sending") == 1
        if "revoked" in told:
            assert told[-1] == "revoked"


def test_erasing_takes_name_and_address_and_leaves_the_line(ledger: Ledger, store: Store) -> None:
    ledger.add([line("p1", "issued"), line("p2", "issued")])
    ledger.add([line("p1", "received")])
    assert ledger.erase_addresses("p1") == 2
    told = {(each.person, each.email, each.name) for each in ledger.history("newcomers")}
    assert told == {("p1", "", ""), ("p2", "p2@example.org", "Person p2")}
    assert not ledger.reserve([line("p1", batch="b2")])
    assert b"p1@example.org" not in store.path.read_bytes()


def test_a_line_is_on_its_own_disk_before_anything_is_sent(ledger: Ledger, store: Store) -> None:
    with store.transaction(), pytest.raises(StoreProblem, match="by itself"):
        ledger.reserve([line()])


def test_a_store_that_is_only_read_takes_no_line(ledger: Ledger, store: Store) -> None:
    ledger.add([line()])
    with Store.open(store.path, read_only=True) as reader:
        assert len(Ledger(reader).history("newcomers")) == 1
        with pytest.raises(StoreProblem, match="reading only"):
            Ledger(reader).add([line()])


def test_it_is_what_the_sending_asks_for(ledger: Ledger) -> None:
    port: Port = ledger
    assert last_lines(port.history("newcomers")) == {}
