"""The files that Moodle's attendance plug-in imports: columns by name, acronyms of its status set, one session each."""

from __future__ import annotations

import csv
import io

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports.moodle import ACRONYMS, HEADS, StatusProblem, acronyms, to_moodle
from facilitator_tui.exports.register import Named
from facilitator_tui.exports.register_build import build
from tests.dialogue.fakes import AMAL, BRUNO, CHIARA, DENIZ
from tests.exports.registers import HOUR, NAMES, an_hour, register, taken


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_a_line_has_the_address_the_acronym_remarks_and_the_day() -> None:
    session = an_hour((AMAL, 0, HOUR), (BRUNO, 600, HOUR)).at(3700, c.Mark(CHIARA, "excused", "ill"))
    (file,) = to_moodle(register(session.at(4000, c.ConfirmAttendance()))).files
    assert tuple(read(file.content)[0]) == HEADS
    assert [tuple(line.values()) for line in read(file.content)] == [
        ("amal@example.org", "P", "present; there for 60 min 0 s", "2026-05-28 22:26"),
        ("bruno@example.org", "L", "late; there for 50 min 0 s", "2026-05-28 22:26"),
        ("chiara@example.org", "E", "excused", "2026-05-28 22:26"),
    ]
    assert file.name == "moodle-2026-05-28-Group-A-Who-belongs-s-1.csv"


def test_observers_and_facilitators_are_not_in_it() -> None:
    (file,) = to_moodle(register(an_hour((DENIZ, 0, HOUR)))).files
    assert "deniz@example.org" not in file.content.decode()
    assert "faiza@example.org" not in file.content.decode()


def test_a_provisional_session_says_so_in_the_name_and_in_every_line() -> None:
    (file,) = to_moodle(register(an_hour((AMAL, 0, HOUR)))).files
    assert file.name.endswith("-provisional.csv")
    assert all(line["remarks"].endswith("provisional") for line in read(file.content))


def test_several_sessions_are_also_one_file() -> None:
    *each, everything = to_moodle(register(an_hour((AMAL, 0, HOUR)), an_hour())).files
    assert (len(each), everything.name) == (2, "moodle-all-sessions.csv")
    assert everything.people == sum(file.people for file in each) == 6


def test_acronyms_can_be_changed() -> None:
    chosen = acronyms(["left early=L", "Technical = T"])
    assert (chosen["left early"], chosen["technical"], chosen["present"]) == ("L", "T", "P")
    (file,) = to_moodle(register(an_hour((AMAL, 0, 3000))), chosen).files
    assert read(file.content)[0]["status"] == "L"


@pytest.mark.parametrize("change", ["sleepy=S", "late", "late=", "late=LAT"])
def test_a_status_or_an_acronym_that_cannot_be_is_told(change: str) -> None:
    with pytest.raises(StatusProblem):
        acronyms([change])


def test_every_status_of_a_participant_who_was_expected_has_an_acronym() -> None:
    assert set(ACRONYMS.values()) == {"P", "L", "E", "A"}
    assert not {"observer", "not expected"} & set(ACRONYMS)


def test_who_cannot_be_found_in_moodle_is_named() -> None:
    people = {**NAMES, AMAL: Named("Amal"), BRUNO: Named("Bruno", "Chiara@example.org")}
    export = to_moodle(build([taken(an_hour())], people, made_ms=0))
    assert [line["email"] for line in read(export.files[0].content)] == [
        "Chiara@example.org",
        "chiara@example.org",
    ]
    without, twice = export.warnings
    assert "Amal has no e-mail address" in without
    assert "Bruno and Chiara Conti have one address" in twice


def test_an_address_is_neutralised_too_and_named() -> None:
    people = {AMAL: Named("Amal", "=cmd@example.org")}
    export = to_moodle(build([taken(an_hour((AMAL, 0, HOUR)))], people, made_ms=0))
    assert read(export.files[0].content)[0]["email"] == "'=cmd@example.org"
    assert "Amal's address" in export.warnings[0]


def test_without_any_address_there_is_no_file() -> None:
    assert to_moodle(build([taken(an_hour((AMAL, 0, HOUR)))], {}, made_ms=0)).files == ()
