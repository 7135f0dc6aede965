"""``subgroup``: forming subgroups out of the store, by hand and by proposal, and showing who is in them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from facilitator_tui.commands.subgroup import subgroup
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from tests.dialogue.fakes import ms
from tests.forming.people import NAMES, PLACES
from tests.store.stories import Told

COURSE = "Being new"


def run(*words: object) -> Result:
    return CliRunner().invoke(subgroup, [str(word) for word in words])


def formed(*words: object) -> Result:
    return run("form", "--course", COURSE, "--zone", "Africa/Tunis", *words)


@pytest.fixture
def people(store: Store) -> list[str]:
    """18 people of six universities who can all meet, with one name that would move the cursor."""
    names = [NAMES[n] if n < len(NAMES) else f"Person {n}" for n in range(18)]
    names[5] = "=Farid \x1b[31mMansour"
    return [
        People(store).add(
            name,
            n,
            institution=PLACES[n % 6][0],
            country=PLACES[n % 6][1],
            languages="en",
            availability="Mon 18-20",
        )
        for n, name in enumerate(names)
    ]


def groups_of(store: Store) -> dict[str, int]:
    mine = People(store)
    return {group.name: len(mine.members(group.id, 10**15)) for group in mine.subgroups()}


def test_a_proposal_is_shown_and_changes_nothing(store: Store, people: list[str]) -> None:
    result = formed()
    assert result.exit_code == 0, result.output
    assert result.output.startswith(
        "Being new: 18 people in 2 subgroups of 8 to 10.\n\nSubgroup 1 · 9 people · Mon 18-20 · en\n"
    )
    assert "    =Farid Mansour (France; Lyon; en)" in result.output
    assert "Hard constraints broken (!): 0. Wishes not met (~): 0." in result.output
    assert result.output.endswith("Nothing was changed. --apply makes these subgroups.\n")
    assert "\x1b" not in result.output
    assert groups_of(store) == {}


def test_it_is_applied_in_one_go(store: Store, people: list[str]) -> None:
    result = formed("--apply")
    assert result.exit_code == 0, result.output
    assert "Done: 2 subgroups were made, 18 people joined one." in result.output
    assert groups_of(store) == {"Subgroup 1": 9, "Subgroup 2": 9}
    again = formed("--apply")
    assert again.exit_code == 3
    assert "There is nobody to form subgroups of for “Being new”" in again.output


def test_what_is_broken_is_told_and_not_applied_but_anyway(store: Store, people: list[str]) -> None:
    People(store).update(people[0], availability="Sun 6-8")
    result = formed("--apply")
    assert result.exit_code == 1
    assert "  ! Amal Haddad (Portugal; Lisbon; en)" in result.output
    assert (
        "Why: Amal Haddad can meet only at Sun 6-8 and in en, where at most 1 person could come"
        in result.output
    )
    assert "Nothing was changed, for a hard constraint is broken. --anyway" in result.output
    assert groups_of(store) == {}
    assert formed("--apply", "--anyway").exit_code == 0
    assert sum(groups_of(store).values()) == 17


def test_the_wishes_are_options(store: Store, people: list[str]) -> None:
    for person in people:
        People(store).update(person, institution="Lisbon", languages=f"l{person[-3:]}", availability=person)
    free = ("--per-institution", 0, "--no-common-language", "--no-common-slot", "--countries", 4)
    assert formed().exit_code == 1
    assert formed(*free).exit_code == 0
    smaller = json.loads(formed(*free, "--size", "6", "--json").output)
    assert [len(group["members"]) for group in smaller["groups"]] == [6, 6, 6]


def test_the_json_shape(store: Store, people: list[str]) -> None:
    People(store).update(people[0], availability="Sun 6-8")
    shape = json.loads(formed("--json").output)
    assert set(shape) == {
        *("course", "wishes", "seed", "hard", "soft", "groups", "unplaced", "broken", "reasons"),
        *("notes", "problems", "applied"),
    }
    assert (shape["hard"], shape["applied"], shape["seed"]) == (1, None, 1)
    assert [each["kind"] for each in shape["broken"]] == ["place"]
    assert set(shape["groups"][0]) == {"id", "name", "new", "slot", "language", "members", "broken"}
    assert formed("--json").output == formed("--json").output
    applied = json.loads(formed("--json", "--apply", "--anyway").output)["applied"]
    assert (applied["subgroups"], applied["joined"]) == (["Subgroup 1", "Subgroup 2"], 17)


def test_the_table_goes_out_is_edited_and_comes_back(store: Store, people: list[str], tmp_path: Path) -> None:
    table = tmp_path / "subgroups.csv"
    result = formed("--out", table)
    assert f"Written to {table}." in result.output
    with table.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert "'=Farid Mansour" in [line[2] for line in lines]
    for line in lines[1:]:
        line[0] = {"Subgroup 1": "Tunis", "Subgroup 2": "Lisbon"}[line[0]]
    lines[1][0] = "Lisbon"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)
    read = formed("--in", table, "--apply")
    assert read.exit_code == 0, read.output
    assert groups_of(store) == {"Lisbon": 10, "Tunis": 8}


def test_a_table_with_problems_changes_nothing(store: Store, people: list[str], tmp_path: Path) -> None:
    table = tmp_path / "subgroups.csv"
    rows = [f"Tunis,{person}" for person in people[:8]]
    table.write_text("\n".join(["subgroup,person", *rows, "Tunis,nobody"]) + "\n", encoding="utf-8")
    result = formed("--in", table, "--apply", "--anyway")
    assert result.exit_code == 1
    assert "Problem: Line 10: “nobody” is the id of nobody who can be placed" in result.output
    assert "Nothing was changed: correct the lines that have problems first." in result.output
    assert groups_of(store) == {}


def test_a_move_that_breaks_something_is_told(store: Store, people: list[str], tmp_path: Path) -> None:
    table = tmp_path / "subgroups.csv"
    rows = [f"Tunis,{person}" for person in people[:7]]
    table.write_text("\n".join(["subgroup,person", *rows]), encoding="utf-8")
    result = formed("--in", table, "--apply")
    assert result.exit_code == 1
    assert "  ! Tunis has 7 people; 8 to 10 are wanted." in result.output
    assert groups_of(store) == {}


def test_those_who_come_late_can_be_put_where_there_is_room(store: Store, people: list[str]) -> None:
    formed("--apply")
    late = People(store).add("Nour Saïdi", 99, country="Algeria", languages="en", availability="Mon 18-20")
    assert formed("--apply").exit_code == 1, "one alone is no subgroup"
    assert formed("--fill", "--apply").exit_code == 0
    assert sorted(groups_of(store).values()) == [9, 10]
    assert len(People(store).history(late)) == 1


def test_a_pool_is_divided(store: Store, people: list[str]) -> None:
    mine = People(store)
    pool = mine.add_subgroup("Waiting", COURSE, "UTC", 0)
    for person in people[:9]:
        mine.join(pool, person, "participant", 0, 10)
    result = formed("--from", "Waiting", "--apply")
    assert "1 subgroup was made, 9 people joined one; 9 left another." in result.output
    assert groups_of(store) == {"Subgroup 1": 9, "Waiting": 0}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--size", "many"), 2, "Write it like 8-10"),
        (("--size", "10-8"), 2, "A subgroup of 10 to 8 people cannot be"),
        (("--per-institution", "-1"), 2, "-1"),
        (("--from", "nowhere"), 3, "There is no subgroup “nowhere”"),
        (("--in", "missing.csv"), 3, "there is no such file"),
        (("--out", "missing/table.csv"), 3, "cannot be written"),
        (("--apply", "--zone", "Nowhere/Land"), 2, "no time zone"),
    ],
)
def test_what_cannot_be_is_told(
    store: Store, people: list[str], words: tuple[str, ...], code: int, says: str
) -> None:
    result = formed(*words) if "--zone" not in words else run("form", "--course", COURSE, *words)
    assert result.exit_code == code
    assert says in result.output
    assert groups_of(store) == {}


def test_a_store_that_is_not_there_is_told() -> None:
    result = formed("--db", "nowhere.db")
    assert result.exit_code == 3
    assert "There is no store at nowhere.db yet" in result.output


# --- who is passed over


def test_guests_and_those_who_turned_out_to_be_somebody_are_passed_over(
    store: Store, people: list[str]
) -> None:
    told = Told(store)
    iphone, elif_s = (People(store).add(name, ms(0)) for name in ("iPhone", "Elif S."))
    told.at(5, c.TakeSeat(e.Seat(iphone, 7)))
    told.at(6, c.TakeSeat(e.Seat(elif_s, 8)))
    told.at(9, c.Identify(elif_s, people[0]))
    said = formed().output
    assert "Only ever guests of sessions, passed over: 1 (iPhone)." in said
    assert "Joined to somebody else and passed over: 1 (Elif S.)." in said
    assert "  iPhone" not in said
    People(store).update(iphone, email="chiara@example.org")
    assert "passed over: 1 (iPhone)" not in formed().output, "more than a guest is known now"


def test_a_country_is_one_in_every_language(store: Store) -> None:
    for n, country in enumerate(["Tunisia", "Tunisie", "TN", "تونس"] * 2):
        People(store).add(NAMES[n], n, country=country, institution=f"School {n}")
    found = json.loads(formed("--json").output)
    assert {each["country"] for each in found["groups"][0]["members"]} == {"Tunisia"}
    assert [each["kind"] for each in found["broken"]] == ["countries"]


# --- set


def test_the_zone_and_the_name_of_a_subgroup_can_be_changed(store: Store) -> None:
    group = People(store).add_subgroup("Blue", COURSE, "Etc/UTC", 0)
    said = run("set", "blue", "--zone", "Europe/Rome", "--name", "Light blue")
    assert said.output == (
        f"Light blue. Course: {COURSE}, begins with the first session. Zone: Europe/Rome. Id: {group}\n"
    )
    changed = People(store).subgroup(group)
    assert (changed.name, changed.zone) == ("Light blue", "Europe/Rome")


def test_the_days_of_a_course_without_sessions_are_said(store: Store) -> None:
    group = People(store).add_subgroup("Blue", COURSE, "Etc/UTC", 0)
    assert ", begins 2026-03-02. Zone" in run("set", "Blue", "--first-day", "2026-03-02").output
    assert "; over since " in run("set", "Blue", "--over").output
    known = People(store).subgroup(group)
    assert (known.first_day, known.over_ms is None) == ("2026-03-02", False)
    again = run("set", "Blue", "--first-day", "session", "--goes-on")
    assert "begins with the first session. Zone" in again.output
    known = People(store).subgroup(group)
    assert (known.first_day, known.over_ms) == ("", None)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "--first-day or --over"),
        (("--zone", "Rome"), 2, "Rome"),
        (("--name", " "), 2, "--first-day or --over"),
        (("--first-day", "soon"), 3, "no day"),
        (("--course", "nothing like it"), 2, "There is no course"),
    ],
)
def test_what_a_subgroup_cannot_be_is_told(
    words: tuple[str, ...], code: int, says: str, store: Store
) -> None:
    People(store).add_subgroup("Blue", COURSE, "Etc/UTC", 0)
    result = run("set", "Blue", *words)
    assert result.exit_code == code
    assert says in result.output
    assert People(store).subgroup("Blue").zone == "Etc/UTC"


# --- list and show


def test_the_list_counts_participants_and_names_facilitators(store: Store, people: list[str]) -> None:
    formed("--apply")
    mine = People(store)
    faiza = mine.add("Faiza Haddad", 50)
    mine.join(mine.subgroup("Subgroup 2").id, faiza, "facilitator", 0, 60)
    mine.add_subgroup("Elsewhere", "Another course", "UTC", 0)
    first, *_, last = run("list").output.splitlines()
    assert first.startswith("  0  Elsewhere  Another course  ")
    assert last.startswith("  9  Subgroup 2  Being new  with Faiza Haddad  ")
    only = json.loads(run("list", "--course", "being new", "--json").output)
    assert [(row["name"], row["participants"], row["facilitators"]) for row in only] == [
        ("Subgroup 1", 9, []),
        ("Subgroup 2", 9, ["Faiza Haddad"]),
    ]


def test_an_empty_list_says_what_to_do(store: Store) -> None:
    assert "There are no subgroups here yet" in run("list").output


def test_who_is_and_was_in_a_subgroup_is_shown_with_the_days(store: Store) -> None:
    mine = People(store)
    group = mine.add_subgroup("Tunis 1", COURSE, "Africa/Tunis", 0)
    day = 86_400_000
    amal, bruno = mine.add("Amal Haddad", 0), mine.add("Bruno Keller", 0)
    mine.join(group, amal, "participant", 1, 20_000 * day)
    mine.join(group, bruno, "participant", 2, 20_000 * day)
    mine.leave(group, amal, 20_007 * day)
    lines = run("show", "tunis 1").output.splitlines()
    assert lines[0].startswith(
        "Tunis 1. Course: Being new, begins with the first session. Zone: Africa/Tunis. Id: "
    )
    assert lines[1:] == [
        "  2  Bruno Keller (participant), 2024-10-04 to now",
        "  –  Amal Haddad (participant), 2024-10-04 to 2024-10-11",
    ]
    shape = json.loads(run("show", "Tunis 1", "--json").output)
    assert [(row["name"], row["to_ms"]) for row in shape["members"]] == [
        ("Bruno Keller", None),
        ("Amal Haddad", 20_007 * day),
    ]
    assert run("show", "nothing").exit_code == 3
