"""The organisation's own tables: every field, one row a person, in CSV, Excel and JSON alike."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from facilitator_tui.completion.verdict import Override, decide
from facilitator_tui.exports.badges.neutral import table_of, to_neutral_csv, to_neutral_json
from facilitator_tui.exports.badges.neutral_workbook import to_workbook
from facilitator_tui.exports.tables import guarded
from facilitator_tui.issuing.award import Award
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Attend, Group, Handed, Minutes
from tests.exports.badges.people import (
    BADGE,
    HOSTILE_NAMES,
    LISBON,
    award,
    awarding,
    earned,
    evidence,
    issued,
    the_rule,
)

VERDICT = earned()

COLUMNS = [
    "course", "course_version", "course_title", "badge", "badge_name", "badge_version", "badge_level",
    "standing", "person", "name", "certificate_name", "given_name", "family_name", "email", "institution",
    "country", "role", "subgroup", "minor", "guardian_consent", "state", "met", "why", "override_earned",
    "override_by", "override_at", "override_why", "hold_by", "hold_at", "hold_why", "confirmed_by",
    "confirmed_at", "confirmed_before", "rule", "rule_version", "rule_sha256", "verdict_sha256",
    "sessions_attended", "sessions_held", "absent_but_spoke",
    *(
        f"session_{number}_{what}"
        for number in range(1, 6)
        for what in ("status", "counts", "minutes", "counted_minutes", "treated", "lacks", "confirmed")
    ),
    "criterion_sessions_needed", "criterion_sessions_achieved", "criterion_sessions_met",
    "criterion_diary_needed", "criterion_diary_achieved", "criterion_diary_met", "live_hours",
    "planned_own_hours", "evidenced_own_hours", "hours_per_credit", "contact_hours_as_credits",
    "planned_credits", "evidenced_credits", "credits_in_words", "issued_action", "issued_to",
    "issued_badge", "issued_batch", "issued_remote", "issued_at", "times_in_ledger", "from", "to",
    "facilitators", "zone", "made_at",
]  # fmt: skip


def rows_of(*awards: Award, **more: Any) -> list[dict[str, Any]]:
    table = table_of(awarding(*awards, **more), awards, LISBON)
    return [dict(zip(table.heads, row, strict=True)) for row in table.rows]


def csv_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_columns() -> None:
    amina = award()
    assert list(table_of(awarding(amina), (amina,), LISBON).heads) == COLUMNS


def test_one_row_for_each_person_with_every_number() -> None:
    amina = award("Amina Haddad", "Amina@example.org", institution="Example University", country="TN")
    amina = msgspec.structs.replace(amina, issued=(issued(amina, "issued", remote="ev-1"),))
    (row,) = rows_of(amina)
    expected = {
        "course": "belonging",
        "badge": "participant",
        "badge_version": "2",
        "standing": "agreed",
        "email": "Amina@example.org",
        "institution": "Example University",
        "state": "Completed",
        "met": 1,
        "confirmed_by": "coordinator",
        "confirmed_at": "2026-03-27 23:30:00",
        "sessions_attended": 4,
        "sessions_held": 5,
        "session_1_status": "present",
        "session_1_minutes": 120.0,
        "session_5_status": "absent",
        "session_5_counts": 0,
        "criterion_sessions_needed": 4,
        "criterion_sessions_achieved": 4,
        "criterion_sessions_met": 1,
        "criterion_diary_achieved": 3,
        "live_hours": 8.0,
        "evidenced_credits": 0.8,
        "issued_action": "issued",
        "issued_to": "obf",
        "issued_remote": "ev-1",
        "times_in_ledger": 1,
        "facilitators": "Noor, Tomás",
        "zone": "Europe/Lisbon",
    }
    assert {name: row[name] for name in expected} == expected


def test_who_decided_and_why_stands_in_ones_own_table() -> None:
    override = Override("coordinator", 1_772_000_000_000, "was in hospital", earned=True)
    (row,) = rows_of(award(verdict=decide(the_rule(), evidence(missed=(4, 5)), override=override)))
    assert (row["override_by"], row["override_why"]) == ("coordinator", "was in hospital")
    assert (row["override_at"], row["confirmed_at"]) == ("2026-02-25 06:13:20", "")


def test_criteria_in_minutes_say_so_and_those_in_groups_have_columns_too() -> None:
    needs = Group((Minutes(percent=75, of="held"), Group((Attend(sessions=4), Handed("diary", 2)), 1)))
    badge = msgspec.structs.replace(BADGE, needs=needs)
    (row,) = rows_of(award(verdict=earned(badge)), badge=badge)
    assert row["criterion_minutes_needed_minutes"] == 450.0
    assert row["criterion_minutes_achieved_minutes"] == 480.0
    assert (row["criterion_1-of_needed"], row["criterion_1-of_achieved"]) == (1, 2)
    assert row["criterion_diary_met"] == 1


def test_verdicts_by_different_rules_share_a_table() -> None:
    other = msgspec.structs.replace(BADGE, needs=Attend(sessions=3, id="three"))
    old, new = rows_of(award(verdict=earned(other)), award("Yusuf Kaya"))
    assert (old["criterion_three_met"], old["criterion_diary_met"]) == (1, "")
    assert (new["criterion_three_met"], new["criterion_diary_met"]) == ("", 1)


def test_nobody_gives_heads_alone() -> None:
    assert len(csv_rows(to_neutral_csv(awarding(), (), LISBON))) == 1


@settings(max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=30) | st.sampled_from(HOSTILE_NAMES), max_size=4))
def test_every_name_comes_back_whole(names: list[str]) -> None:
    awards = tuple(award("Amina", "a@example.org", certificate_name=name, verdict=VERDICT) for name in names)
    found = csv_rows(to_neutral_csv(awarding(*awards), awards, LISBON))
    place = found[0].index("certificate_name")
    assert [row[place] for row in found[1:]] == [str(guarded(plain(name))) for name in names]
    assert all(len(row) == len(found[0]) for row in found)


def test_the_workbook_is_the_same_table_and_runs_nothing() -> None:
    awards = tuple(award("A B", "=a@example.org", certificate_name=name) for name in HOSTILE_NAMES)
    table = table_of(awarding(*awards), awards, LISBON)
    workbook = load_workbook(io.BytesIO(to_workbook(awarding(*awards), awards, LISBON)))
    (sheet,) = workbook.worksheets
    found = list(sheet.iter_rows())
    assert [cell.value for cell in found[0]] == list(table.heads)
    assert len(found) == len(awards) + 1
    for cells, row in zip(found[1:], table.rows, strict=True):
        assert [cell.value or "" for cell in cells] == [guarded(value) or "" for value in row]
        assert all(cell.data_type != "f" for cell in cells)


def test_json_holds_every_field_of_every_award() -> None:
    amina = award("زينب الفهري", "z@example.org", subgroup="Group 3")
    amina = msgspec.structs.replace(amina, issued=(issued(amina),), absent_but_spoke=(5,))
    written = json.loads(to_neutral_json(awarding(amina), (amina,)))
    assert (written["kind"], written["version"]) == ("badge-awards", 1)
    (person,) = written["people"]
    assert person["award"]["recipient"]["name"] == "زينب الفهري"
    assert len(person["award"]["verdict"]["sessions"]) == 5
    assert person["award"]["verdict"]["criteria"][0]["achieved"] == 4
    assert person["award"]["issued"][0]["verdict"] == person["verdict_sha256"]
    assert msgspec.convert(person["award"], Award) == amina


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_cell_of_the_csv_would_run(name: str) -> None:
    awards = (award("A B", "=a@example.org", certificate_name=name, institution=name),)
    for cell in csv_rows(to_neutral_csv(awarding(*awards), awards, LISBON))[1]:
        assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
