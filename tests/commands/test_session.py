"""``session``: planning one, finding it again, showing who belongs to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from facilitator_tui.zones import elsewhere, moment, zone
from tests.commands.conftest import Run
from tests.store.stories import Told, an_evening

PLAN = """\
---
module: 2
title: Who belongs?
minutes: 60
aims: [To hear what it takes]
---

## Check-in round — 20 min
lead: facilitator · kind: go-round

**Say:** One word for how you arrive today.

## Dialogue — 40 min
lead: facilitator · kind: discussion

**Say:** What does it take to belong?
"""


def created(store: Store) -> str:
    [row] = Sessions(store).all()
    return row.id


def test_a_session_is_planned_with_everything(run: Run, store: Store, tmp_path: Path) -> None:
    plan = tmp_path / "2.md"
    plan.write_text(PLAN, encoding="utf-8")
    People(store).add_subgroup("Group 3", "Dialogue", "Africa/Tunis", 0)
    result = run("session", "new", "--subgroup", "group 3", "--plan", plan, "--start", "2026-03-02 18:00")
    assert result.exit_code == 0, result.output
    row = Sessions(store).get(result.stdout.splitlines()[0])
    assert (row.title, row.course, row.module, row.zone) == ("Who belongs?", "Dialogue", 2, "Africa/Tunis")
    assert row.planned_ms == moment("2026-03-02 18:00", zone("Africa/Tunis"))
    kept = Sessions(store).plan(row.plan)
    assert kept is not None
    assert [block.title for block in kept.during()] == ["Check-in round", "Dialogue"]


def test_a_session_needs_nothing_but_a_wish(run: Run, store: Store) -> None:
    result = run("session", "new")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == created(store)
    assert Sessions(store).all()[0].title.startswith("Session of ")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--start", "tomorrow"), 2, "no date and time"),
        (("--zone", "Nowhere/Land"), 2, "no time zone"),
        (("--start", "2026-03-29 02:30", "--zone", "Europe/Lisbon"), 0, ""),
        (("--start", "2026-03-29 01:30", "--zone", "Europe/Lisbon"), 2, "never show"),
        (("--subgroup", "nobody"), 3, "no subgroup"),
        (("--module", "two"), 2, "two"),
    ],
)
def test_what_cannot_be_is_told(run: Run, store: Store, words: tuple[str, ...], code: int, says: str) -> None:
    result = run("session", "new", *words)
    assert result.exit_code == code
    assert says in result.stderr
    assert len(Sessions(store).all()) == (code == 0)


def test_a_plan_with_an_error_is_told_with_its_line(run: Run, store: Store, tmp_path: Path) -> None:
    plan = tmp_path / "2.md"
    plan.write_text(PLAN.replace("20 min", "twenty"), encoding="utf-8")
    result = run("session", "new", "--plan", plan)
    assert result.exit_code == 3
    assert "2.md:" in result.stderr
    assert Sessions(store).all() == []


def test_the_list_has_numbers_that_work(run: Run, store: Store) -> None:
    an_evening(store)
    run("session", "new", "--title", "=1+1 \x1b[31mplanned", "--start", "2030-01-01 10:00", "--zone", "UTC")
    first, second = run("session", "list").stdout.splitlines()
    assert first.startswith("  1  2030-01-01 10:00  planned     =1+1 planned")
    assert second.startswith("  2  2026-05-28 20:26  held        Who belongs?")
    assert run("session", "show", 2).stdout.startswith("Who belongs?\nheld, 2026-05-28 20:26 (UTC)")


def test_the_list_as_json(run: Run, store: Store) -> None:
    told = an_evening(store)
    [row] = json.loads(run("session", "list", "--json").stdout)
    assert (row["id"], row["standing"], row["entries"]) == (told.id, "held", told.row.entries)


def test_an_empty_list_says_what_to_do(run: Run, store: Store) -> None:
    assert "There are no sessions yet" in run("session", "list").stdout
    assert json.loads(run("session", "list", "--json").stdout) == []


def test_who_belongs_is_shown_before_and_after(run: Run, store: Store) -> None:
    people = People(store)
    group = people.add_subgroup("Group 3", "", "UTC", 0)
    people.join(group, people.add("Amina", 0), "participant", 3, 0)
    Sessions(store).create("Planned", 5, subgroup=group)
    told = an_evening(store)
    before, after = (json.loads(run("session", "show", s, "--json").stdout) for s in (2, told.id))
    assert [(p["name"], p["seat"]) for p in before["people"]] == [("Amina", 3)]
    assert [p["name"] for p in after["people"]][-1] == "Faiza Haddad"
    assert after["plan_title"] == "Who belongs?"


def test_the_zone_stands_beside_a_time_that_differs_from_this_computers(run: Run, store: Store) -> None:
    at_ms = moment("2026-03-02 18:00", zone("Asia/Amman"))
    Sessions(store).create("Far", 1, planned_ms=at_ms, zone="Asia/Amman")
    Sessions(store).create("Near", 1, planned_ms=at_ms - 1, zone="UTC")
    named = elsewhere(at_ms, "Asia/Amman")
    first, second = run("session", "list").stdout.splitlines()
    assert first.startswith(f"  1  2026-03-02 18:00 {named}".rstrip() + "  planned     Far")
    assert first.index("planned") == second.index("planned")


def test_a_subgroup_without_a_course_takes_that_of_its_first_session(run: Run, store: Store) -> None:
    people = People(store)
    group = people.add_subgroup("Group 3", "", "UTC", 0)
    for course in ("Dialogue", "Another"):
        result = run("session", "new", "--subgroup", "Group 3", "--course", course)
        assert result.exit_code == 0, result.output
        assert people.subgroup(group).course == "Dialogue"


def test_a_planned_session_is_changed_and_what_is_not_named_stays(
    run: Run, store: Store, tmp_path: Path
) -> None:
    plan = tmp_path / "2.md"
    plan.write_text(PLAN, encoding="utf-8")
    People(store).add_subgroup("Group 3", "", "UTC", 0)
    run("session", "new", "--title", "One", "--start", "2030-01-01 10:00", "--zone", "Africa/Tunis")
    result = run("session", "edit", 1, "--start", "2030-01-02 11:00", "--subgroup", "group 3")
    assert result.exit_code == 0, result.output
    assert "Changed: Group 3 · One, 2030-01-02 11:00 (Africa/Tunis)." in result.stdout
    run("session", "edit", 1, "--subgroup", "none", "--plan", plan, "--title", "Two")
    [row] = Sessions(store).all()
    assert (row.title, row.subgroup, row.module) == ("Two", "", 2)
    assert row.planned_ms == moment("2030-01-02 11:00", zone("Africa/Tunis"))
    assert row.plan


def test_a_session_that_began_is_not_changed_and_one_with_entries_not_removed(run: Run, store: Store) -> None:
    an_evening(store)
    changed, removed = run("session", "edit", 1, "--title", "Another"), run("session", "remove", 1)
    assert (changed.exit_code, removed.exit_code) == (3, 3)
    assert "has begun" in changed.stderr
    assert "Something was logged" in removed.stderr
    assert [row.title for row in Sessions(store).all()] == ["Who belongs?"]


def test_a_session_in_which_nothing_was_logged_is_removed(run: Run, store: Store) -> None:
    run("session", "new", "--title", "Wrong")
    Told(store, title="Opened by mistake")
    assert run("session", "remove", 1).stdout.startswith("Removed: ")
    assert run("session", "remove", 1).stdout.startswith("Removed: ")
    assert Sessions(store).all() == []
