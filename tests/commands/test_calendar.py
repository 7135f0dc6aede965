"""``calendar``: a subgroup's sessions as a file for everybody's calendar."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from facilitator_tui.commands.calendar import calendar
from facilitator_tui.country_zones import zone_of
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from facilitator_tui.zones import moment, zone
from tests.dialogue.fakes import ms

Ask = Callable[..., Result]


@pytest.fixture
def ask() -> Ask:
    return lambda *words: CliRunner().invoke(calendar, [str(word) for word in words])


@pytest.fixture
def group(store: Store) -> str:
    """Group A of Rome, Tunis and Madrid, with two sessions around the end of summer time and one without a time."""
    people, sessions = People(store), Sessions(store)
    group = people.add_subgroup("Group A", "Dialogue", "Europe/Rome", ms(0))
    for name, country in (("Chiara Conti", "Italy"), ("Amal Ben Youssef", "TN"), ("Lucía Prieto", "Spain")):
        people.join(group, people.add(name, ms(0), country=country), "participant", 0, ms(0))
    plan = sessions.keep_plan(SessionPlan(1, "First", seconds=5400), ms(0))
    for title, start, digest in (("First", "2026-10-22 18:00", plan), ("Second", "2026-10-29 18:00", None)):
        begins = moment(start, zone("Europe/Rome"))
        sessions.create(title, ms(0), group, "Dialogue", 1, digest, begins, "Europe/Rome")
    sessions.create("Some day", ms(0), group)
    return group


def test_the_sessions_are_printed_with_their_plans_length(ask: Ask, group: str) -> None:
    done = ask("group a")
    assert done.exit_code == 0
    first, second = Calendar.from_ical(done.stdout_bytes).events
    assert [str(each["SUMMARY"]) for each in (first, second)] == ["Group A: First", "Group A: Second"]
    assert (first.duration.total_seconds(), second.duration.total_seconds()) == (5400, 7200)


def test_the_zones_of_the_members_countries_are_told_and_the_shift_of_the_hour(ask: Ask, group: str) -> None:
    done = ask("Group A")
    assert "Africa/Tunis: Thursday 22 October 2026, 17:00 (UTC+01:00)" in unfolded(done)
    assert "In Africa/Tunis it begins at 18:00, the session before at 17:00" in done.stderr
    assert "The zone of Spain is not clear" in done.stderr


def unfolded(done: Result) -> str:
    return done.stdout_bytes.replace(b"\r\n ", b"").replace(b"\\", b"").decode()


def test_zones_can_be_named(ask: Ask, group: str) -> None:
    done = ask("Group A", "--zones", "Europe/Madrid, America/Chicago")
    assert "America/Chicago: Thursday 22 October 2026, 11:00" in unfolded(done)
    assert "Africa/Tunis" not in unfolded(done)
    assert "America/Chicago it begins at 12:00, the session before at 11:00" in done.stderr
    assert ask("Group A", "--zones", "Rome").exit_code == 2


def test_a_file_or_a_folder_may_be_named(ask: Ask, group: str, tmp_path: Path) -> None:
    done = ask("Group A", "--out", tmp_path)
    assert done.stdout == f"Written: {tmp_path / 'Group-A.ics'} (2 sessions)\n"
    ask("Group A", "--out", tmp_path / "mine.ics")
    assert (tmp_path / "mine.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_no_name_of_a_participant_is_in_it(ask: Ask, group: str) -> None:
    assert not [name for name in ("Chiara", "Amal", "Lucía") if name in unfolded(ask("Group A"))]


def test_json_tells_the_same(ask: Ask, group: str) -> None:
    first, second = json.loads(ask("Group A", "--json").stdout)
    assert first["begins"] == {
        "Europe/Rome": "2026-10-22T18:00:00+02:00",
        "Africa/Tunis": "2026-10-22T17:00:00+01:00",
    }
    assert (first["shifts"], len(second["shifts"]), second["held"]) == ([], 1, False)


def test_a_subgroup_without_sessions_is_told(ask: Ask, store: Store) -> None:
    People(store).add_subgroup("Group B", "", "UTC", ms(0))
    done = ask("Group B")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "has no session with a time" in done.stderr
    assert json.loads(ask("Group B", "--json").stdout) == []


@pytest.mark.parametrize(
    ("country", "name"),
    [
        ("Italy", "Europe/Rome"),
        ("tn", "Africa/Tunis"),
        (" Morocco ", "Africa/Casablanca"),
        ("Spain", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_has_a_zone_where_there_is_no_doubt(country: str, name: str | None) -> None:
    assert zone_of(country) == name
