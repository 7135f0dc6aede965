"""A subgroup's sessions in a calendar: the right moment, the hour in every zone, and the weeks in which it moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from facilitator_tui.exports.calendar import Meeting, clock_changes, described, shifts, start_in, to_ical
from facilitator_tui.zones import moment, wall_clock, zone

ROME, TUNIS, CHICAGO = "Europe/Rome", "Africa/Tunis", "America/Chicago"
WEEK_MS = 7 * 86_400_000


def meeting(start: str, where: str = ROME, id: str = "s-1", minutes: int = 120) -> Meeting:
    begins = moment(start, zone(where))
    return Meeting(
        id=id, title="Who belongs?", begins_ms=begins, ends_ms=begins + minutes * 60_000, zone=where
    )


def weekly(first: str, where: str, weeks: int = 60) -> list[Meeting]:
    """A session at the same hour of the same weekday in this zone."""
    begins = datetime.fromisoformat(first)
    return [meeting(f"{begins + timedelta(weeks=week)}", where, f"s-{week}") for week in range(weeks)]


def events(meetings: list[Meeting], zones: tuple[str, ...] = ()) -> Calendar:
    return Calendar.from_ical(to_ical("Group A", "g-1", meetings, zones, made_ms=1_790_000_000_000))


def test_an_event_is_in_the_sessions_zone_and_brings_it_along() -> None:
    calendar = events([meeting("2026-10-29 18:00")])
    (event,) = calendar.events
    assert event.start == datetime.fromisoformat("2026-10-29T18:00+01:00")
    assert event.end == datetime.fromisoformat("2026-10-29T20:00+01:00")
    assert event.get("DTSTART").params["TZID"] == ROME
    assert (event.get("UID"), event.get("SUMMARY")) == ("s-1@facilitator-tui", "Group A: Who belongs?")
    assert [each.tz_name for each in calendar.timezones] == [ROME]
    assert not calendar.get_missing_tzids()


def test_the_same_session_has_the_same_uid_again() -> None:
    first, again = (to_ical("Group A", "g-1", [meeting("2026-10-29 18:00")], (), made_ms=0) for _ in "ab")
    assert first == again


def test_the_description_tells_the_start_in_every_zone() -> None:
    text = described(meeting("2026-10-29 18:00"), None, (TUNIS, CHICAGO))
    assert text.splitlines() == [
        "Europe/Rome: Thursday 29 October 2026, 18:00 (UTC+01:00)",
        "Africa/Tunis: Thursday 29 October 2026, 18:00 (UTC+01:00)",
        "America/Chicago: Thursday 29 October 2026, 12:00 (UTC-05:00)",
    ]


def test_after_a_change_of_clocks_in_one_country_the_other_is_warned() -> None:
    before, after = meeting("2026-10-22 18:00"), meeting("2026-10-29 18:00")
    (shift,) = shifts(before, after, (TUNIS,))
    assert str(shift) == (
        "In Africa/Tunis it begins at 18:00, the session before at 17:00. "
        "Clocks: Europe/Rome set back by 1 h on 25 October 2026."
    )
    warned = [
        "Watch the hour" in str(each["DESCRIPTION"]) for each in events([before, after], (TUNIS,)).events
    ]
    assert warned == [False, True]


def test_europe_and_america_change_on_different_days() -> None:
    spring = weekly("2026-03-05 18:00", ROME, weeks=5)
    moved = [
        [(shift.zone, shift.before, shift.now) for shift in shifts(one, two, (CHICAGO,))]
        for one, two in pairwise(spring)
    ]
    assert moved == [[(CHICAGO, "11:00", "12:00")], [], [], [(CHICAGO, "12:00", "11:00")]]


def test_zones_that_change_alike_give_no_warning() -> None:
    assert shifts(meeting("2026-10-22 18:00"), meeting("2026-10-29 18:00"), ("Europe/Madrid",)) == ()


def test_another_hour_by_plan_is_no_change_of_clocks() -> None:
    assert shifts(meeting("2026-11-05 18:00"), meeting("2026-11-12 19:00"), (TUNIS,)) == ()


def test_a_session_in_the_hour_that_comes_twice_is_written_in_utc() -> None:
    (event,) = events([meeting("2026-10-25 02:30+01:00", minutes=30)]).events
    assert event.start == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert "TZID" not in event.get("DTSTART").params


def test_a_half_hours_change_is_told_in_minutes() -> None:
    year = (moment("2026-01-01 00:00", zone("UTC")), moment("2027-01-01 00:00", zone("UTC")))
    assert [str(change) for change in clock_changes("Australia/Lord_Howe", *year)] == [
        "Australia/Lord_Howe set back by 30 min on 5 April 2026",
        "Australia/Lord_Howe set forward by 30 min on 4 October 2026",
    ]
    assert clock_changes(TUNIS, *year) == ()


def test_lines_are_folded_and_signs_escaped() -> None:
    name = "Ομάδα Α, مجموعة; " * 10
    content = to_ical(name, "g-1", [meeting("2026-10-29 18:00")], (TUNIS,), made_ms=0)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert Calendar.from_ical(content).events[0]["SUMMARY"] == f"{name}: Who belongs?"


zones = st.sampled_from(
    [ROME, TUNIS, CHICAGO, "America/Sao_Paulo", "Africa/Casablanca", "Asia/Beirut", "UTC"]
)
starts = st.integers(1_700_000_000, 2_000_000_000).map(lambda second: second * 1000)


@settings(max_examples=60)
@given(zones, zones, starts, st.integers(0, 20))
def test_nobody_is_surprised_without_a_warning(home: str, other: str, begins: int, weeks: int) -> None:
    """If the hour stays in the session's zone and not in another one, the other one is warned; else it is not."""
    local = wall_clock(begins, zone(home)).replace(tzinfo=None)
    later = (local + timedelta(weeks=weeks)).replace(tzinfo=zone(home))
    assume(later.astimezone(UTC).astimezone(zone(home)).replace(tzinfo=None) == later.replace(tzinfo=None))
    one = Meeting(id="1", title="", begins_ms=begins, ends_ms=begins, zone=home)
    two = Meeting(id="2", title="", begins_ms=round(later.timestamp() * 1000), ends_ms=0, zone=home)
    seen = [f"{wall_clock(each.begins_ms, zone(other)):%H:%M}" for each in (one, two)]
    warned = [(shift.before, shift.now) for shift in shifts(one, two, (other,)) if shift.zone == other]
    assert warned == ([] if seen[0] == seen[1] else [(seen[0], seen[1])])


@settings(max_examples=30)
@given(zones, starts)
def test_a_calendar_gives_the_moment_back(where: str, begins: int) -> None:
    (event,) = events(
        [Meeting(id="1", title="x", begins_ms=begins, ends_ms=begins + 60_000, zone=where)]
    ).events
    assert event.start == wall_clock(begins, zone(where))


def test_the_start_names_day_hour_and_offset() -> None:
    assert start_in(meeting("2026-03-29 01:30"), CHICAGO) == "Saturday 28 March 2026, 19:30 (UTC-05:00)"
