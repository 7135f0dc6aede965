"""The register puts side by side what was logged, what it comes to, who wrote it, and what was changed later."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.entries import Seat
from facilitator_tui.exports.register import corrections
from facilitator_tui.exports.register_build import build
from tests.dialogue.fakes import AMAL, BRUNO, CHIARA, DENIZ, FAIZA, Session, ms
from tests.exports.registers import HOUR, NAMES, an_hour, register, row, taken


def test_a_row_says_how_long_how_late_and_from_where() -> None:
    found = row(register(an_hour((AMAL, 0, 1200), (AMAL, 1800, 3600), (BRUNO, 600, 3600))), AMAL)
    assert (found.status, found.present_ms, found.source) == ("present", 3_000_000, "own log")
    assert found.spells == ((ms(0), ms(1200)), (ms(1800), ms(3600)))
    late = row(register(an_hour((BRUNO, 600, 3000))), BRUNO)
    assert (late.status, late.late_ms, late.left_ms) == ("late", 600_000, 600_000)


def test_presence_after_the_planned_end_does_not_count_but_stays_on_file() -> None:
    session = Session().at(0, c.ToggleHere(AMAL)).at(2 * HOUR, c.Close())
    found = row(register(session), AMAL)
    assert found.present_ms == HOUR * 1000
    assert found.own == ((ms(0), ms(2 * HOUR)),)


def test_everything_is_provisional_until_somebody_confirms_it() -> None:
    session = an_hour((AMAL, 0, HOUR))
    provisional = register(session)
    assert ({each.record for each in provisional.rows}, provisional.provisional) == ({"provisional"}, 1)
    confirmed = register(session.at(4000, c.ConfirmAttendance()))
    assert ({each.record for each in confirmed.rows}, confirmed.provisional) == ({"confirmed"}, 0)
    (held,) = confirmed.sessions
    assert (held.confirmed_by, held.confirmed_ms) == ("me", ms(4000))


def test_a_correction_after_the_confirmation_keeps_what_stood_there() -> None:
    session = an_hour((AMAL, 0, HOUR)).at(4000, c.ConfirmAttendance())
    session.at(5000, c.Mark(BRUNO, "excused", "A letter came."))
    found = row(register(session, private=True), BRUNO)
    assert (found.status_confirmed, found.status, found.by_rule) == ("absent", "excused", "absent")
    (change,) = found.changes
    assert (change.author, change.at_ms, change.kind, change.reason) == (
        "me",
        ms(5000),
        "correction",
        "A letter came.",
    )
    assert row(register(session), AMAL).changes == ()


def test_reasons_are_shown_to_those_alone_who_ask_for_them() -> None:
    session = an_hour().at(3700, c.Mark(AMAL, "excused", "ill")).at(3701, c.Mark(CHIARA, "excused"))
    assert row(register(session), AMAL).excuse == "", "on file, not shown"
    assert row(register(session), CHIARA).excuse is None, "none was given"
    assert row(register(session, private=True), AMAL).excuse == "ill"


def test_a_correction_that_was_undone_is_told_too() -> None:
    session = an_hour().at(4000, c.ConfirmAttendance()).at(5000, c.Mark(BRUNO, "late", "seen in the chat"))
    (marked,) = (entry.id for entry in session.journal.entries.values() if isinstance(entry.fact, e.Marked))
    session.take((5001, e.Void((marked,))), source="key")
    found = row(register(session), BRUNO)
    assert found.status == "absent"
    assert [(change.what, change.taken_back) for change in found.changes] == [
        ("Bruno Keller: late", True),
        ("undone: Bruno Keller: late", False),
    ]


def test_opening_the_record_again_is_told_and_is_no_correction() -> None:
    session = an_hour().at(4000, c.ConfirmAttendance()).at(4100, c.ConfirmAttendance(False, "too early"))
    session.at(4200, c.Mark(AMAL, "technical")).at(4300, c.ConfirmAttendance())
    (held,) = register(session).sessions
    assert [change.kind for change in held.changes] == [
        "confirmed",
        "provisional again",
        "correction",
        "confirmed",
    ]
    assert (held.record, held.confirmed_ms, corrections(held.changes)) == ("confirmed", ms(4300), 1)


def test_a_report_that_comes_after_the_confirmation_is_a_correction() -> None:
    session = an_hour((AMAL, 0, HOUR)).at(4000, c.ConfirmAttendance())
    session.clock.ms = ms(5000)
    session.take((0, e.Stayed(BRUNO, 3_600_000)), source="import:zoom:1")
    found = row(register(session), BRUNO)
    assert (found.status_confirmed, found.status, found.source) == ("absent", "present", "platform report")
    assert corrections(found.changes) == 1


def test_how_the_two_sources_were_settled_is_said() -> None:
    session = an_hour((AMAL, 0, HOUR))
    session.take((600, e.Stayed(AMAL, 3_000_000)), source="import:zoom:1")
    assert row(register(session), AMAL).apart_ms == 600_000
    session.at(4000, c.Settle(AMAL, "theirs", reason="her key was pressed early"))
    found = row(register(session, private=True), AMAL)
    assert (found.source, found.source_reason, found.apart_ms) == (
        "settled: platform report",
        "her key was pressed early",
        None,
    )


def test_observers_are_listed_and_never_counted_facilitators_are_not_even_listed() -> None:
    found = register(an_hour((AMAL, 0, HOUR), (DENIZ, 0, HOUR)))
    assert FAIZA not in {each.person for each in found.rows}
    assert (row(found, DENIZ).status, row(found, DENIZ).counted) == ("observer", False)
    total = next(each for each in found.people if each.person == DENIZ)
    assert (total.role, total.expected, total.present_ms) == ("observer", 0, 0)
    (course,) = found.courses
    assert (course.participants, course.expected, course.present_ms) == (3, 3, HOUR * 1000)


def test_a_seat_that_nobody_took_is_no_person() -> None:
    session = Session((Seat("nobody", 1), Seat("somebody", 2))).at(0, c.ToggleHere("somebody"))
    found = build([taken(session.at(HOUR, c.Close()))], {}, made_ms=0)
    assert [(each.person, each.named.name) for each in found.rows] == [("somebody", "Seat 2")]


def test_a_planned_session_stands_in_the_register_without_people() -> None:
    found = build([taken(Session(()))], NAMES, made_ms=0)
    (planned,) = found.sessions
    assert (planned.standing, planned.record, found.rows, found.provisional) == (
        "planned",
        "not held",
        (),
        0,
    )


def test_totals_say_how_many_sessions_are_provisional() -> None:
    confirmed = an_hour((AMAL, 0, HOUR)).at(4000, c.ConfirmAttendance())
    found = register(confirmed, an_hour((AMAL, 600, HOUR)))
    total = next(each for each in found.people if each.person == AMAL)
    assert (total.sessions, total.provisional, total.statuses) == (2, 1, {"present": 1, "late": 1})
    assert total.late_ms == 600_000
    (course,) = found.courses
    assert (course.held, course.confirmed, course.provisional) == (2, 1, 1)


def test_an_observer_of_one_session_may_be_a_participant_of_another() -> None:
    guest = Session((Seat(DENIZ, 1),)).at(0, c.ToggleHere(DENIZ)).at(HOUR, c.Close())
    found = register(an_hour((DENIZ, 0, HOUR)), guest)
    total = next(each for each in found.people if each.person == DENIZ)
    assert (total.role, total.expected, total.present_ms) == ("participant", 1, HOUR * 1000)
    assert total.statuses == {"observer": 1, "present": 1}


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3_500), st.integers(1, 90)), min_size=1, max_size=4))
def test_spells_add_up_to_the_presence_and_presence_to_the_total(stays: list[tuple[int, int]]) -> None:
    sessions = [an_hour((AMAL, start, start + length)) for start, length in stays]
    found = register(*sessions)
    mine = [each for each in found.rows if each.person == AMAL]
    assert all(each.present_ms == sum(end - start for start, end in each.spells) for each in mine)
    total = next(each for each in found.people if each.person == AMAL)
    assert total.present_ms == sum(each.present_ms for each in mine)
    assert total.present_ms == sum(1000 * length for _, length in stays)
