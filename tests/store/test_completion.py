"""What completion keeps: deliveries that come and go with their import, and decisions that stay."""

from __future__ import annotations

from random import Random

import pytest

from facilitator_tui.store.completion import (
    LONGEST_REASON,
    Decisions,
    Deliveries,
    DeliveryRow,
    StoredRule,
    StoredVerdict,
    Verdicts,
    places,
    sessions_with,
)
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People

from .stories import an_evening


def people(store: Store) -> tuple[str, str]:
    there = People(store, Random(1).getrandbits)
    return there.add("Amal Haddad", 0), there.add("Bruno Keller", 0)


def delivery(id_: str, person: str, source: str = "import:responses:1", course: str = "c") -> DeliveryRow:
    return DeliveryRow(id=id_, person=person, course=course, task="diary", source=source, logged_ms=9)


def test_a_delivery_is_kept_once_whatever_comes_again(store: Store) -> None:
    amal, bruno = people(store)
    deliveries = Deliveries(store)
    assert deliveries.add([delivery("1", amal), delivery("2", bruno)]) == 2
    assert deliveries.add([delivery("1", bruno), delivery("3", amal)]) == 1
    assert [(row.id, row.person) for row in deliveries.of_course("c")] == [
        ("1", amal),
        ("3", amal),
        ("2", bruno),
    ]
    assert deliveries.known(["1", "3", "7"]) == {"1", "3"}
    assert deliveries.of_course("another") == []


def test_an_import_is_taken_back_as_a_whole(store: Store) -> None:
    amal, bruno = people(store)
    deliveries = Deliveries(store)
    deliveries.add([delivery("1", amal), delivery("2", bruno), delivery("3", amal, "import:responses:2")])
    assert [(each.source, each.deliveries) for each in deliveries.sources("c")] == [
        ("import:responses:1", 2),
        ("import:responses:2", 1),
    ]
    assert deliveries.forget("import:responses:1") == 2
    assert deliveries.forget("import:responses:1") == 0
    assert [row.id for row in deliveries.of_course("c")] == ["3"]
    assert [row.id for row in deliveries.from_source("import:responses:2")] == ["3"]


def test_a_delivery_of_nobody_is_refused_and_nothing_of_its_import_is_kept(store: Store) -> None:
    amal, _ = people(store)
    with pytest.raises(StoreProblem):
        Deliveries(store).add([delivery("1", amal), delivery("2", "nobody")])
    assert Deliveries(store).of_course("c") == []


def test_rules_and_verdicts_are_kept_as_they_were(store: Store) -> None:
    amal, _ = people(store)
    verdicts = Verdicts(store)
    verdicts.keep_rule(StoredRule("r1", "c", "badge", "1", "{}", 5))
    verdicts.keep_rule(StoredRule("r1", "c", "badge", "changed", "{}", 6))
    verdicts.keep(StoredVerdict("v1", "c", "badge", amal, "Provisional", "r1", '{"met":true}', 5))
    verdicts.keep(StoredVerdict("v1", "c", "badge", amal, "Failed", "r1", '{"met":false}', 6))
    assert [rule.version for rule in verdicts.rules("c", "badge")] == ["1"]
    [kept] = verdicts.of_badge("c", "badge")[amal]
    assert (kept.state, kept.canonical) == ("Provisional", '{"met":true}')


def test_a_verdict_needs_its_rule(store: Store) -> None:
    with pytest.raises(StoreProblem):
        Verdicts(store).keep(StoredVerdict("v1", "c", "badge", "amal", "Provisional", "r1", "{}", 5))


def test_decisions_come_in_the_order_in_which_they_were_written(store: Store) -> None:
    decisions = Decisions(store, Random(1).getrandbits)
    decisions.add("c", "badge", "amal", "held", 20, "Inês", "v1", " the name\nis wrong ")
    decisions.add(
        "c", "badge", "amal", "released", 10, "Inês", "v1"
    )  # a clock that was set back changes nothing
    decisions.add("c", "other", "amal", "confirmed", 30, "Inês", "v2")
    lines = decisions.of_badge("c", "badge")["amal"]
    assert [(line.kind, line.text) for line in lines] == [("held", "the name is wrong"), ("released", "")]


def test_an_older_decision_of_a_colleague_that_came_later_stands_before_ones_own(store: Store) -> None:
    decisions = Decisions(store, Random(1).getrandbits)
    decisions.add("c", "badge", "amal", "confirmed", 20, "Inês", "v1")
    decisions.add("c", "badge", "amal", "held", 10, "Rui", "v1", "asked for another name")
    lines = decisions.of_badge("c", "badge")["amal"]
    assert [line.kind for line in lines] == ["held", "confirmed"]


def test_a_long_reason_is_kept_up_to_a_limit(store: Store) -> None:
    decisions = Decisions(store, Random(1).getrandbits)
    decisions.add("c", "badge", "amal", "held", 20, "Inês", text="word " * 1_000)
    assert LONGEST_REASON - 10 < len(decisions.of_badge("c", "badge")["amal"][0].text) <= LONGEST_REASON


@pytest.mark.parametrize("statement", ["UPDATE decision SET kind = 'earned'", "DELETE FROM decision"])
def test_a_decision_is_never_changed(store: Store, statement: str) -> None:
    Decisions(store, Random(1).getrandbits).add("c", "badge", "amal", "held", 20, "Inês", text="why")
    with pytest.raises(store.errors, match="append-only"):
        store.connection.execute(statement)


def test_an_unknown_kind_of_decision_cannot_come_in(store: Store) -> None:
    with pytest.raises(store.errors):
        store.connection.execute(
            "INSERT INTO decision (id, course, badge, person, kind, at_ms, author) "
            "VALUES ('1', 'c', 'b', 'p', 'maybe', 1, 'me')"
        )


def test_places_are_all_that_anybody_ever_had(store: Store) -> None:
    amal, bruno = people(store)
    there = People(store, Random(2).getrandbits)
    blue, green = (there.add_subgroup(name, "c", "UTC", 0) for name in ("Blue", "Green"))
    there.join(blue, amal, "participant", 0, 5)
    there.leave(blue, amal, 8)
    there.join(green, amal, "participant", 0, 8)
    there.join(green, bruno, "facilitator", 0, 1)
    found = [
        (each.subgroup, each.person.name, each.role, each.from_ms, each.to_ms)
        for each in places(store, [blue])
    ]
    assert found == [(blue, "Amal Haddad", "participant", 5, 8)]
    assert [each.person.id for each in places(store, [blue, green])] == [bruno, amal, amal]


def test_the_sessions_where_somebody_had_a_place(store: Store) -> None:
    told = an_evening(store)
    assert sessions_with(store, [told.amina]) == {told.id}
    assert sessions_with(store, ["nobody"]) == set()
