"""The lines of the attendance screen, and presence and paths as people type them."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from facilitator_tui.completion.sheet import sheet
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.plans.course import Presence
from facilitator_tui.widgets.attendance_rows import (
    FOLD,
    REPORT,
    attendance_rows,
    details,
    first_to_last,
    heading,
    length,
    minutes,
    rule_in_words,
    rule_line,
    still_open,
    under_each,
)
from facilitator_tui.widgets.attendance_seen import AttendanceSeen, reports_of
from facilitator_tui.widgets.attendance_times import path_typed, stretches_typed
from facilitator_tui.widgets.times import TypedProblem
from tests.dialogue.fakes import AMAL, BRUNO, CHIARA, DENIZ, T0, Session, ms

HOUR = 3_600_000
RULE = Presence(from_percent=60, late_after_s=300)
ZONE = "UTC"
NAMES = {AMAL: "Amal Haddad", BRUNO: "Bruno [red]", CHIARA: "Chiara Conti", DENIZ: "Deniz Yıldız"}


def seen(session: Session, **others: object) -> AttendanceSeen:
    found = AttendanceSeen(
        sheet=sheet(session.state, RULE, HOUR),
        title="Who belongs?",
        presence=RULE,
        ruled=True,
        names=NAMES,
        reports=reports_of(session.recorder.log.entries, {}),
        zone=ZONE,
        now_ms=ms(4000),
    )
    return replace(found, **others)


def an_hour() -> Session:
    """Amal is there by the log, Bruno from minute 30 on, Chiara and Deniz never."""
    session = Session().at(0, c.ToggleHere(AMAL)).at(1800, c.ToggleHere(BRUNO))
    return session.at(3600, c.Close())


def reported(session: Session) -> Session:
    """A report that has Amal for an hour, Bruno for the whole hour too, and Chiara twice."""
    return session.take(
        (0, e.Stayed(AMAL, HOUR)),
        (0, e.Stayed(BRUNO, HOUR)),
        (0, e.Stayed(CHIARA, HOUR // 6)),
        (2400, e.Stayed(CHIARA, HOUR // 3)),
        source="import:zoom:1",
    )


def keys(found: AttendanceSeen, unfolded: bool = False) -> list[str]:
    return [row.key for row in attendance_rows(found, unfolded) if not row.heading]


def cells(found: AttendanceSeen, person: str) -> tuple[str, ...]:
    return next(row.cells for row in attendance_rows(found, True) if row.key == person)


# --- rows


def test_disagreements_come_first_and_agreements_are_one_line_until_it_is_unfolded() -> None:
    found = seen(reported(an_hour()))
    assert keys(found) == [BRUNO, CHIARA, FOLD, REPORT + "import:zoom:1"]
    assert keys(found, unfolded=True)[2:5] == [FOLD, AMAL, DENIZ]
    assert cells(found, FOLD)[0].startswith("2 agree")
    assert cells(found, FOLD)[-1] == "1 present, 1 absent"
    assert details(found, FOLD) == ["Present: Amal Haddad. Absent: Deniz Yıldız"]


def test_a_disagreement_has_both_times_how_far_apart_and_what_each_choice_gives() -> None:
    found = seen(reported(an_hour()))
    start, end = "20:26", "21:26"
    assert cells(found, BRUNO) == (
        "Bruno [red]", f"20:56–{end}", "0:30", f"{start}–{end}", "1:00", "30m", "part/pres/pres",
    )  # fmt: skip
    assert cells(found, CHIARA)[3:] == (f"{start}…{end}", "0:30", "30m", "abs/part/part")
    bruno = found.sheet.row(BRUNO)
    assert bruno is not None
    assert under_each(bruno, found) == {"mine": "partial", "theirs": "present", "union": "present"}


def test_what_was_settled_has_a_place_of_its_own_and_keeps_its_mark_beside_the_rule() -> None:
    session = reported(an_hour()).at(4000, c.Settle(BRUNO, "theirs"), c.Mark(BRUNO, "technical", "no power"))
    row = session.state.people[BRUNO]
    assert row.mark is not None
    found = seen(session, reasons={row.mark.entry: "no power"})
    assert keys(found)[:2] == [CHIARA, BRUNO]
    assert cells(found, BRUNO)[5:] == ("plat", "present · technical")
    assert "Settled, platform: 20:26–21:26 (1:00). Marked: technical – “no power”" in details(found, BRUNO)[2]


def test_a_mark_stands_beside_what_the_rule_says_also_where_nothing_was_settled() -> None:
    found = seen(reported(an_hour()).at(4000, c.Mark(BRUNO, "excused")))
    assert cells(found, BRUNO)[-1] == "partial · excused"


def test_guests_stand_apart_from_disagreements() -> None:
    found = seen(reported(an_hour()), guests=frozenset({CHIARA}), hints={CHIARA: "May be Amal."})
    headings = [row.cells[0] for row in attendance_rows(found) if row.heading]
    assert headings == ["Log and report disagree: 1", "Guests: 1", "Reports: 1"]
    assert details(found, CHIARA)[-1] == "May be Amal."
    assert still_open(found) == "Still open: 1 disagreement, 1 doubtful name."
    assert (
        still_open(replace(found, hints={}, guests=frozenset({AMAL, CHIARA})))
        == "Still open: 1 disagreement, 2 guests."
    )


def test_without_a_report_nothing_is_folded_and_nothing_is_open() -> None:
    found = seen(an_hour())
    assert keys(found) == [AMAL, BRUNO, CHIARA, DENIZ]
    assert still_open(found) == ""
    assert cells(found, AMAL)[3:] == ("–", "", "", "present")


def test_a_seat_that_nobody_took_is_left_out() -> None:
    found = seen(an_hour(), nameless=frozenset({BRUNO, DENIZ}))
    assert keys(found) == [AMAL, BRUNO, CHIARA]


def test_the_details_of_nobody_are_none() -> None:
    assert details(seen(an_hour()), "nobody") == []


def test_a_report_that_was_taken_back_is_listed_and_does_not_count() -> None:
    found = seen(reported(an_hour()).at(4000, c.ForgetImport("import:zoom:1")))
    assert [report.counts for report in found.reports] == [False]
    assert cells(found, REPORT + "import:zoom:1")[-1] == "taken back"
    assert rule_line(found).endswith("· no report · UTC")


# --- above


@pytest.mark.parametrize(
    ("presence", "ruled", "words"),
    [
        (RULE, True, "60 % of 120 min, late after 5 min"),
        (Presence(), False, "no course rule: any presence counts"),
        (Presence(), True, "any presence counts"),
        (Presence(from_s=2700), True, "at least 45 min"),
        (Presence(75, 3600, 90), True, "75 % of 120 min and at least 60 min, late after 1 min 30 s"),
    ],
)
def test_the_rule_in_words(presence: Presence, ruled: bool, words: str) -> None:
    assert rule_in_words(presence, 2 * HOUR, ruled) == words


def test_the_heading_says_who_confirmed_it_when_and_what_was_corrected_since() -> None:
    session = an_hour()
    assert heading(seen(session)).startswith("Attendance provisional · Who belongs? · today")
    session.at(3700, c.ConfirmAttendance()).at(3800, c.Mark(AMAL, "late", "saw it"))
    found = seen(session, confirmed_by="Miriam")
    assert heading(found).startswith("Attendance confirmed, 1 correction since · Who belongs? · today")
    assert heading(found).endswith(" · today 21:28 by Miriam")
    later = seen(session, confirmed_by="Miriam", now_ms=ms(5 * 86_400))
    assert heading(later).endswith(" · Thu 28 May 21:28 by Miriam")


def test_stacked_reports_are_listed_in_the_order_of_time() -> None:
    session = an_hour()
    session.take((2000, e.Stayed(AMAL, 60_000)), source="import:google_meet:2")
    session.take((60, e.Stayed(AMAL, 60_000)), source="import:zoom:1")
    assert rule_line(seen(session)).endswith("2 reports: Zoom 20:27–20:28, Google Meet 21:00–21:01 · UTC")


@given(st.integers(0, 30 * HOUR))
def test_a_length_is_the_nearest_minute(spent: int) -> None:
    hours, rest = length(spent).split(":")
    assert abs((int(hours) * 60 + int(rest)) * 60_000 - spent) <= 30_000
    assert int(rest) < 60


def test_lengths_and_spans() -> None:
    assert minutes(120 * 60_000) == "120 min"
    assert minutes(450_000) == "7 min 30 s"
    assert first_to_last((), ZONE) == "–"


# --- typed


TIME = (T0, T0 + 2 * HOUR)
"""An evening in UTC from 20:26:40 to 22:26:40."""


@pytest.mark.parametrize(
    ("typed", "stretches", "reason"),
    [
        ("20:30-21:30 because she told me", [(20, 30, 21, 30)], "she told me"),
        (
            "20:30–21:00, 21:10–22:00 seen on the recording",
            [(20, 30, 21, 0), (21, 10, 22, 0)],
            "seen on the recording",
        ),
        ("20.30 to 21h30; 22:00-22:10: my notes", [(20, 30, 21, 30), (22, 0, 22, 10)], "my notes"),
        ("20:30-21:00 and 21:10-22:00 because of the log", [(20, 30, 21, 0), (21, 10, 22, 0)], "of the log"),
        ("never because it was her brother", [], "it was her brother"),
        ("  NEVER, a mistake of mine ", [], "a mistake of mine"),
    ],
)
def test_stretches_are_typed_with_their_reason(
    typed: str, stretches: list[tuple[int, int, int, int]], reason: str
) -> None:
    day = T0 - T0 % 86_400_000

    def moment(hour: int, minute: int) -> int:
        return day + (hour * 60 + minute) * 60_000

    found = stretches_typed(typed, TIME, ZONE)
    assert found.stretches == tuple((moment(a, b), moment(x, y)) for a, b, x, y in stretches)
    assert found.reason == reason


def test_a_session_past_midnight_has_times_of_both_days() -> None:
    time = (T0, T0 + 5 * HOUR)
    [(start, end)] = stretches_typed("23:50-00:10 because she told me", time, ZONE).stretches
    assert end - start == 20 * 60_000


def test_times_are_those_of_the_zone() -> None:
    [(start, _)] = stretches_typed("21:30-22:30 in Lisbon", TIME, "Europe/Lisbon").stretches
    assert start == stretches_typed("20:30-21:30 in UTC", TIME, ZONE).stretches[0][0]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "has no times"),
        ("she was there", "has no times"),
        ("20:30", "has no times"),
        ("20:30-21:00, 21:10", "“21:10” is not a time from–to"),
        ("25:00-26:00 because", "there is no such minute"),
        ("21:00-20:30 because", "“21:00-20:30” ends before it begins"),
        ("10:00-11:00 because", "lies outside the session, which lasted from 20:26 to 22:26"),
        ("20:30-21:00", "Say after the times"),
        ("20:30-21:00 because", "Say after the times"),
        ("never", "Say after the times"),
    ],
)
def test_what_cannot_be_understood_is_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(TypedProblem, match=re.escape(says)):
        stretches_typed(typed, TIME, ZONE)


@given(st.text(alphabet="0123456789:.-–, hbecause", max_size=40))
def test_whatever_is_typed_is_understood_or_told(text: str) -> None:
    with suppress(TypedProblem):
        found = stretches_typed(text, TIME, ZONE)
        assert found.reason
        assert all(TIME[0] - HOUR < start < end < TIME[1] + 24 * HOUR for start, end in found.stretches)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/tmp/report.csv", "/tmp/report.csv"),
        ("  '/tmp/my report.csv' ", "/tmp/my report.csv"),
        ('"/tmp/my report.csv"', "/tmp/my report.csv"),
        ("file:///tmp/my%20report%20%C3%A9.csv", "/tmp/my report é.csv"),
        ("file:///C:/Users/me/report.csv", "C:/Users/me/report.csv"),
        (r"/tmp/my\ report\(1\).csv", "/tmp/my report(1).csv"),
        (r"C:\Users\me\report.csv", r"C:\Users\me\report.csv"),
        ("/tmp/it's.csv", "/tmp/it's.csv"),
        ("~nobody-of-that-name/x.csv", "~nobody-of-that-name/x.csv"),
    ],
)
def test_a_path_is_typed_or_pasted(typed: str, path: str) -> None:
    assert path_typed(typed) == Path(path)


def test_the_home_folder_is_the_persons_own() -> None:
    assert path_typed("~/report.csv") == Path.home() / "report.csv"


@pytest.mark.parametrize("typed", ["", "   ", "''", "file://"])
def test_no_path_is_a_sentence(typed: str) -> None:
    with pytest.raises(TypedProblem, match="Type or paste the path"):
        path_typed(typed)
