"""Files into entries: the same file gives the same entries, and every millisecond stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.dialogue.state import reported_ms
from facilitator_tui.imports import entries as translate
from facilitator_tui.imports.entries import Target
from facilitator_tui.imports.matching import Known
from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson, SpokenTurn, TurnsFile

ZERO = 1_780_000_000_000
SOURCE = "import:zoom:0123456789ab"


def target(zero_ms: int = ZERO, begun: bool = True, **names: str) -> Target:
    known = tuple(Known(person, name) for person, name in names.items())
    return Target("s", ZERO - 1000, zero_ms, "me", ZERO + 1, known, begun=begun)


def turns(*rows: tuple[str, int, int]) -> TurnsFile:
    spoken = tuple(SpokenTurn(*row, number) for number, row in enumerate(rows, start=1))
    return TurnsFile("zoom", spoken, 0)


def test_a_turn_becomes_an_entry_at_its_time() -> None:
    made = translate.turns(turns(("Amina", 1500, 2250)), SOURCE, target(p1="Amina"))
    [entry] = made.entries
    assert (entry.at_ms, entry.fact, entry.source) == (ZERO + 1500, e.Spoke("p1", 2250), SOURCE)
    assert (made.matched, made.guests) == (("Amina",), {})


@pytest.mark.parametrize("written", ["amina ben salah", "AMINA  BEN SALAH", " Amina Ben\tSalah "])
def test_a_name_is_matched_whatever_its_capitals_and_blanks(written: str) -> None:
    made = translate.turns(turns((written, 0, 1)), SOURCE, target(p1="Amina Ben Salah"))
    assert made.guests == {}


def test_a_name_is_never_half_matched() -> None:
    made = translate.turns(turns(("Amina", 0, 1)), SOURCE, target(p1="Amina Ben Salah"))
    assert list(made.guests.values()) == ["Amina"]


def test_two_people_of_one_name_are_doubtful() -> None:
    made = translate.turns(turns(("Amina", 0, 1)), SOURCE, target(p1="Amina", p2="amina"))
    assert [each.reported.name for each in made.doubtful.values()] == ["Amina"]
    assert set(made.guests) & {"p1", "p2"} == set()


def test_unnamed_seats_match_nobody() -> None:
    made = translate.turns(turns(("", 0, 1)), SOURCE, target(p1="", p2=""))
    assert list(made.guests.values()) == [translate.UNNAMED]


def test_a_stranger_is_one_guest_however_often_they_speak() -> None:
    made = translate.turns(turns(("Zoë", 0, 1), ("zoë", 5, 1)), SOURCE, target())
    assert len(made.guests) == 1


@given(st.lists(st.tuples(st.text(max_size=5), st.integers(0, 10**7), st.integers(0, 10**6)), max_size=30))
def test_the_same_file_gives_the_same_entries_and_every_millisecond(rows: list[tuple[str, int, int]]) -> None:
    form = turns(*rows)
    once = translate.turns(form, SOURCE, target()).entries
    again = translate.turns(form, SOURCE, target(zero_ms=ZERO + 60_000)).entries
    assert [entry.id for entry in once] == [entry.id for entry in again]
    assert len({entry.id for entry in once}) == len(rows)
    state = fold(once)
    assert sum(person.recorded.ms for person in state.people.values()) == sum(row[2] for row in rows)


def test_two_sessions_can_hold_the_same_file() -> None:
    form = turns(("Amina", 0, 1))
    here = translate.turns(form, SOURCE, target()).entries
    elsewhere = Target("other", ZERO, ZERO, "me", ZERO, ())
    assert {x.id for x in here}.isdisjoint(x.id for x in translate.turns(form, SOURCE, elsewhere).entries)


def test_several_turns_of_one_line_are_kept_apart() -> None:
    form = TurnsFile("vtt", (SpokenTurn("Amina", 0, 5, 7), SpokenTurn("Amina", 0, 5, 7)), 5)
    assert len({entry.id for entry in translate.turns(form, SOURCE, target()).entries}) == 2


def test_a_session_nobody_recorded_live_gets_beginning_end_and_seats() -> None:
    form = turns(("Amina", 1000, 500), ("Bruno", 9000, 500))
    made = translate.turns(form, SOURCE, target(begun=False))
    state = fold(made.entries)
    assert (state.opened_ms, state.closed_ms) == (ZERO, ZERO + 9500)
    assert [(made.guests[p.id], p.number) for p in state.seated()] == [("Amina", 1), ("Bruno", 2)]


def test_more_guests_than_seats_have_no_key() -> None:
    form = turns(*((f"P{n}", n, 1) for n in range(25)))
    state = fold(translate.turns(form, SOURCE, target(begun=False)).entries)
    assert sorted(person.number for person in state.people.values()) == [0] * 5 + list(range(1, 21))


def attendance(*people: ReportedPerson) -> AttendanceFile:
    return AttendanceFile("zoom", "Meeting", ZERO, ZERO + 600_000, people)


def test_each_stretch_of_presence_becomes_an_entry() -> None:
    person = ReportedPerson("Amina", "", ((ZERO, ZERO + 1000), (ZERO + 5000, ZERO + 9000)), 5000)
    made = translate.stays(attendance(person), SOURCE, target(p1="Amina"))
    assert [(x.at_ms, x.fact) for x in made.entries] == [
        (ZERO, e.Stayed("p1", 1000)),
        (ZERO + 5000, e.Stayed("p1", 4000)),
    ]
    assert reported_ms(fold(made.entries).people["p1"]) == 5000


def test_minutes_in_total_are_one_stretch_from_the_beginning() -> None:
    made = translate.stays(attendance(ReportedPerson("Amina", "", (), 120_000)), SOURCE, target(p1="Amina"))
    assert [(x.at_ms, x.fact) for x in made.entries] == [(ZERO, e.Stayed("p1", 120_000))]


def test_an_address_tells_more_than_a_name() -> None:
    bruno, amina = Known("p1", "Bruno Keller"), Known("p2", "Amina", emails=("amina@example.org",))
    to = Target("s", 0, ZERO, "me", ZERO, (bruno, amina))
    person = ReportedPerson("A.", "Amina@Example.org", ((ZERO, ZERO + 1),), 1)
    [entry] = translate.stays(attendance(person), SOURCE, to).entries
    assert entry.fact == e.Stayed("p2", 1)


def test_an_address_against_a_name_is_a_question() -> None:
    to = Target(
        "s", 0, ZERO, "me", ZERO, (Known("p1", "Bruno"), Known("p2", "Amina", emails=("a@example.org",)))
    )
    person = ReportedPerson("Bruno", "a@example.org", ((ZERO, ZERO + 1),), 1)
    [question] = translate.stays(attendance(person), SOURCE, to).doubtful.values()
    assert {candidate.person for candidate in question.candidates} == {"p1", "p2"}


@given(st.sampled_from(["p1", "p2"]))
def test_the_ids_do_not_depend_on_who_somebody_is_taken_for(person: str) -> None:
    form = turns(("A.", 0, 1), ("Amina", 5, 1), ("A.", 9, 1))
    to = target(p1="Amina", p2="Bruno")
    said = Target(to.session, to.created_ms, ZERO, "me", ZERO, to.known, {translate.said_key("a.  "): person})
    asked, told = (translate.turns(form, SOURCE, each) for each in (to, said))
    assert [entry.id for entry in asked.entries] == [entry.id for entry in told.entries]
    assert e.Spoke(person, 1) in [entry.fact for entry in told.entries]


def test_the_source_is_the_content_of_the_file(tmp_path: Path) -> None:
    one, copy, other = tmp_path / "a.vtt", tmp_path / "b.vtt", tmp_path / "c.vtt"
    one.write_bytes(b"x" * 2_000_000)
    copy.write_bytes(b"x" * 2_000_000)
    other.write_bytes(b"y")
    sources = [translate.source_of("zoom", path) for path in (one, copy, other)]
    assert sources[0] == sources[1] != sources[2]
    assert sources[0].startswith("import:zoom:")
    assert len(sources[0].rpartition(":")[2]) == 12
