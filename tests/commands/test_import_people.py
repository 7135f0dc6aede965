"""``import people``: a list is taken in once, brings people up to date, and never makes one person of two."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People, PersonRow
from facilitator_tui.zones import here, moment, zone
from tests.commands.conftest import Run

LIST = """Name,E-mail,Institution,Level,Role,Group
Amal Haddad,Amal.Haddad@Example.org,Lakeside College,B2,student,Group 3
Rui Tavares,rui@example.org,,C1,student,Group 3
Faiza Mansour,faiza@example.org,,,teacher,Group 4
"""

WriteList = Callable[[str], Path]


@pytest.fixture
def listed(tmp_path: Path) -> WriteList:
    def write(text: str) -> Path:
        path = tmp_path / "course.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def taken(run: Run, *words: object, code: int = 0) -> dict[str, Any]:
    result = run("import", "people", *words, "--json")
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def counts(found: dict[str, Any]) -> tuple[int, int, int, int]:
    return found["new"], found["updated"], found["unchanged"], found["doubtful"]


def places(store: Store, name: str) -> list[tuple[str, str, int]]:
    """Where somebody belongs now: subgroup, role, seat."""
    people = People(store)
    [person] = [each.id for each in people.all() if each.name == name]
    return [(x.subgroup.name, x.role, x.seat) for x in people.history(person) if x.to_ms is None]


def names(store: Store) -> list[str]:
    return [each.name for each in People(store).all()]


def test_a_list_becomes_people_in_subgroups(run: Run, store: Store, listed: WriteList) -> None:
    found = taken(run, listed(LIST), "--course", "Dialogue", "--new-course")
    assert (counts(found), found["subgroups"]) == ((3, 0, 0, 0), ["Group 3", "Group 4"])
    amal, faiza, _ = People(store).all()
    assert (amal.email, amal.institution, amal.language_level) == (
        "Amal.Haddad@Example.org",
        "Lakeside College",
        "B2",
    )
    assert places(store, "Rui Tavares") == [("Group 3", "participant", 2)]
    assert places(store, faiza.name) == [("Group 4", "facilitator", 0)]
    assert {group.course for group in People(store).subgroups()} == {"Dialogue"}


def test_the_same_list_again_changes_nothing(run: Run, store: Store, listed: WriteList) -> None:
    path = listed(LIST)
    taken(run, path)
    before = store.rows("SELECT * FROM person"), store.rows("SELECT * FROM membership")
    again = taken(run, path)
    assert (counts(again), again["subgroups"]) == ((0, 0, 3, 0), [])
    assert (store.rows("SELECT * FROM person"), store.rows("SELECT * FROM membership")) == before


def test_a_list_that_changed_brings_people_up_to_date(run: Run, store: Store, listed: WriteList) -> None:
    taken(run, listed(LIST))
    changed = LIST.replace("Rui Tavares", "Rui M. Tavares").replace(",C1,", ",,").replace("Amal.H", "amal.H")
    found = taken(run, listed(changed))
    assert counts(found) == (0, 2, 1, 0)
    assert found["people"][1]["changes"] == [
        {"field": "name", "before": "Rui Tavares", "after": "Rui M. Tavares"}
    ]
    amal, _, rui = People(store).all()
    assert (amal.email, rui.language_level) == ("amal.Haddad@Example.org", "C1"), "what is left empty stays"


def test_a_dry_run_shows_it_and_writes_nothing(
    run: Run, store: Store, listed: WriteList, tmp_path: Path
) -> None:
    found = taken(run, listed(LIST), "--dry-run")
    assert (counts(found), found["dry_run"]) == ((3, 0, 0, 0), True)
    assert (names(store), People(store).subgroups()) == ([], [])
    assert taken(run, listed(LIST), "--dry-run", "--db", tmp_path / "none.db")["new"] == 3
    assert not (tmp_path / "none.db").exists()


def test_a_line_with_a_problem_is_named_and_the_others_are_taken_in(
    run: Run, store: Store, listed: WriteList
) -> None:
    found = taken(run, listed(LIST + ",nobody@example.org,,,,\n"), code=1)
    assert found["problems"] == [{"line": 5, "message": "Line 5: there is no name (the line was left out)."}]
    assert len(names(store)) == 3


def test_the_subgroup_named_is_for_lines_that_name_none(run: Run, store: Store, listed: WriteList) -> None:
    People(store).add_subgroup("Evening", "Dialogue", "Africa/Tunis", 0)
    taken(run, listed("Name,Group\nAmal Haddad,\nRui Tavares,Group 3\n"), "--subgroup", "evening")
    assert places(store, "Amal Haddad") == [("Evening", "participant", 1)]
    assert places(store, "Rui Tavares") == [("Group 3", "participant", 1)]


def test_two_subgroups_of_one_name_are_asked_for(run: Run, store: Store, listed: WriteList) -> None:
    for course in ("Dialogue", "Media"):
        People(store).add_subgroup("Group 3", course, "UTC", 0)
    result = run("import", "people", listed(LIST))
    assert (result.exit_code, names(store)) == (3, [])
    assert "name their course, too (--course)" in result.stderr
    taken(run, listed(LIST), "--course", "media")
    assert len(People(store).subgroups()) == 3


def test_who_moves_leaves_the_other_subgroup_of_the_course(run: Run, store: Store, listed: WriteList) -> None:
    taken(run, listed(LIST))
    found = taken(run, listed(LIST.replace("C1,student,Group 3", "C1,student,Group 4")))
    assert found["people"][1]["changes"] == [{"field": "subgroup", "before": "Group 3", "after": "Group 4"}]
    assert places(store, "Rui Tavares") == [("Group 4", "participant", 1)]
    [rui] = [each.id for each in People(store).all() if each.name == "Rui Tavares"]
    assert len(People(store).history(rui)) == 2


def test_a_list_that_comes_late_says_since_when_it_is_true(run: Run, store: Store, listed: WriteList) -> None:
    taken(run, listed(LIST), "--course", "Dialogue", "--new-course", "--from", "2026-01-02")
    begun = store.rows("SELECT DISTINCT from_ms FROM membership")
    assert begun == [(moment("2026-01-02", zone(here())),)]
    moved = LIST.replace("Group 3", "Group 4")
    taken(run, listed(moved), "--course", "Dialogue", "--new-course", "--from", "2026-02-02")
    february = moment("2026-02-02", zone(here()))
    [rui] = [each.id for each in People(store).all() if each.name == "Rui Tavares"]
    before, after = People(store).history(rui)
    assert (before.to_ms, after.from_ms) == (february, february)


@pytest.mark.parametrize(("day", "says"), [("2999-01-01", "has not come yet"), ("soon", "no date and time")])
def test_a_beginning_that_cannot_be_is_refused(
    run: Run, store: Store, listed: WriteList, day: str, says: str
) -> None:
    result = run("import", "people", listed(LIST), "--from", day)
    assert result.exit_code == 2
    assert says in " ".join(result.output.replace("│", " ").split())
    assert names(store) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Amal Hadad,,Group 3", ""),
        ("Amal Haddad,another@example.org,Group 3", "the e-mail address is another"),
        ("Amal Haddad,,Group 9", "in another subgroup"),
        ("Karim Osman,amal@example.org,Group 3", "the name is quite another"),
    ],
)
def test_whoever_may_be_somebody_known_is_left_out_and_named(
    run: Run, store: Store, listed: WriteList, line: str, why: str
) -> None:
    taken(run, listed("Name,E-mail,Group\nAmal Haddad,amal@example.org,Group 3\n"))
    before = store.rows("SELECT * FROM person")
    found = taken(run, listed(f"Name,E-mail,Group\n{line}\n"), code=1)
    [doubtful] = found["people"]
    assert (doubtful["outcome"], doubtful["candidates"][0]["name"]) == ("doubtful", "Amal Haddad")
    assert why in doubtful["why"]
    assert (store.rows("SELECT * FROM person"), found["subgroups"]) == (before, [])


def test_people_with_names_alike_in_one_list_stay_two(run: Run, store: Store, listed: WriteList) -> None:
    path = listed("Name,Group\nAhmed Ben Ali,1\nAhmad Ben Ali,1\n")
    taken(run, path)
    assert counts(taken(run, path)) == (0, 0, 2, 0)
    taken(run, listed("Name,Group\nAhmed Ben Ali,1\nAhmad Ben Ali,1\nAhmet Ben Ali,1\n"))
    assert len(names(store)) == 3


def test_two_people_with_one_address_stay_two(run: Run, store: Store, listed: WriteList) -> None:
    path = listed("Name,E-mail\nAmal Haddad,family@example.org\nKarim Haddad,family@example.org\n")
    assert taken(run, path, code=1)["new"] == 2
    again = taken(run, path, code=1)
    assert (counts(again), len(again["problems"])) == ((0, 0, 2, 0), 1)


def test_the_answer_in_words(run: Run, listed: WriteList) -> None:
    said = run("import", "people", listed(LIST), "--dry-run").stdout.splitlines()
    assert said[:2] == [
        "This would be done:",
        "New: 3. Updated: 0. Unchanged: 0. Doubtful, left out: 0. Problems: 0.",
    ]
    assert said[3] == f"New subgroups: Group 3, Group 4 ({here()})"
    assert said[4] == "     new  Amal Haddad <Amal.Haddad@Example.org>: subgroup Group 3"
    assert said[6].endswith("subgroup Group 4; role facilitator")


def test_columns_and_encoding_can_be_said(run: Run, store: Store, tmp_path: Path) -> None:
    path, columns = tmp_path / "list.csv", tmp_path / "list.toml"
    path.write_bytes("Wer;Post\nŁukasz Żak;lukasz@example.org\n".encode("cp1250"))
    columns.write_text('kind = "roster"\n[columns]\nname = "Wer"\nemail = "Post"\n', encoding="utf-8")
    taken(run, path, "--columns", columns, "--encoding", "cp1250")
    assert names(store) == ["Łukasz Żak"]
    columns.write_text('[columns]\nname = "Wer"\njoined = "Post"\n', encoding="utf-8")
    assert "for attendance" in run("import", "people", path, "--columns", columns).stderr
    assert run("import", "people", path, "--encoding", "klingon").exit_code == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n"])
def test_what_is_no_list_is_refused_and_nothing_written(
    run: Run, store: Store, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    result = run("import", "people", path)
    assert (result.exit_code, result.stdout, names(store)) == (3, "", [])


def test_a_store_that_is_held_is_told(run: Run, store: Store, listed: WriteList) -> None:
    with store.transaction():
        store.connection.execute("DELETE FROM person")
        assert run("import", "people", listed(LIST)).exit_code == 3
    assert taken(run, listed(LIST))["new"] == 3


def person(store: Store, name: str) -> PersonRow:
    [found] = [each for each in People(store).all() if each.name == name]
    return found


FULL = """Name,E-mail,Name on certificate,Languages,Availability,Age,Guardian consent,Course role,Status,Group
Amal Haddad,Amal@Example.org,Amal B. Haddad,"Arabic, French",Mon 18:00; Wed 18:00,16,yes,debater,enrolled,3
Rui Tavares,rui@example.org,,pt,,34,,,withdrew: a new job,3
Tove Lind,tove@example.org,,,,,,,audit,3
"""


def test_everything_that_a_list_says_of_somebody_is_kept(run: Run, store: Store, listed: WriteList) -> None:
    path = listed(FULL)
    assert counts(taken(run, path, "--course", "Dialogue", "--new-course")) == (3, 0, 0, 0)
    amal = person(store, "Amal Haddad")
    assert (amal.certificate_name, amal.email) == ("Amal B. Haddad", "Amal@Example.org")
    assert (amal.languages, amal.availability) == ("ar,fr", "Mon 18:00,Wed 18:00")
    assert (amal.age, amal.guardian_consent, person(store, "Rui Tavares").age) == ("minor", "yes", "adult")
    roles = {x.name: [m.course_role for m in People(store).history(x.id)] for x in People(store).all()}
    assert roles == {"Amal Haddad": ["debater"], "Tove Lind": ["auditor"], "Rui Tavares": []}
    [left] = People(store).withdrawals("Dialogue")
    assert (left.person, left.reason) == (person(store, "Rui Tavares").id, "a new job")
    assert counts(taken(run, path, "--course", "Dialogue", "--new-course")) == (0, 0, 3, 0)
    assert taken(
        run, listed(FULL.replace(",16,yes,debater", ",18,no,leader")), "--course", "Dialogue", "--new-course"
    )["people"][0]["changes"] == [
        {"field": "age", "before": "minor", "after": "adult"},
        {"field": "guardian_consent", "before": "yes", "after": "no"},
        {"field": "course_role", "before": "debater", "after": "leader"},
    ]
    assert person(store, "Amal Haddad").guardian_consent == ""


def test_a_list_takes_back_a_withdrawal_that_a_list_told_of_and_no_other(
    run: Run, store: Store, listed: WriteList
) -> None:
    taken(run, listed("Name,Status,Group\nAmal Haddad,enrolled,3\nRui Tavares,enrolled,3\n"))
    left = listed("Name,Status,Group\nAmal Haddad,withdrew,3\nRui Tavares,enrolled,3\n")
    People(store).withdraw(person(store, "Rui Tavares").id, "", 5, "told the facilitator", "me")
    found = taken(run, left)
    assert found["people"][0]["changes"] == [{"field": "status", "before": "", "after": "withdrew"}]
    assert "recorded here by hand as having left" in found["warnings"][0]
    taken(run, listed("Name,Status,Group\nAmal Haddad,enrolled,3\nRui Tavares,enrolled,3\n"))
    assert [x.reason for x in People(store).withdrawals()] == ["told the facilitator"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--same", "2=amal@example.org"), ["Amal Haddad"]),
        (("--same", "2=Amal Haddad"), ["Amal Haddad"]),
        (("--new", "2"), ["Amal Hadad", "Amal Haddad"]),
        ((), ["Amal Haddad"]),
    ],
)
def test_a_doubtful_line_is_answered(
    words: tuple[str, ...], expected: list[str], run: Run, store: Store, listed: WriteList
) -> None:
    taken(run, listed("Name,E-mail,Group\nAmal Haddad,amal@example.org,3\n"))
    path = listed("Name,Group\nAmal Hadad,3\n")
    taken(run, path, *words, code=0 if words else 1)
    assert names(store) == expected
    again = words if "--same" in words else ()
    taken(run, path, *again, code=0 if words else 1)
    assert names(store) == expected, "taken in again, nobody is there twice"


def test_an_answer_fills_what_is_empty_and_changes_nothing_that_is_known(
    run: Run, store: Store, listed: WriteList
) -> None:
    taken(run, listed("Name,E-mail,Country,Group\nAmal Haddad,amal@example.org,Tunisia,3\n"))
    path = listed("Name,Country,Level,Group\nAmal Hadad,Italy,B2,3\n")
    said = run("import", "people", path, "--same", "2=Amal Haddad", "--dry-run").stdout
    assert "name stays Amal Haddad (the list says Amal Hadad)" in said
    [line] = taken(run, path, "--same", "2=Amal Haddad")["people"]
    assert line["changes"] == [{"field": "language_level", "before": "", "after": "B2"}]
    assert [(each["field"], each["after"]) for each in line["kept"]] == [
        ("name", "Amal Hadad"),
        ("country", "IT"),
    ]
    amal = person(store, "Amal Haddad")
    assert (amal.country, amal.language_level) == ("TN", "B2")
    [line] = taken(run, path, "--same", "2=Amal Haddad")["people"]
    assert (line["outcome"], len(line["kept"])) == ("unchanged", 2)


@pytest.mark.parametrize(
    "again", ["newcomers-and-nationalism", "NEWCOMERS and nationalism ", "Newcomers-And-Nationalism"]
)
def test_a_course_is_one_however_it_is_written(again: str, run: Run, store: Store, listed: WriteList) -> None:
    text = LIST.replace("Group\n", "Group,Status\n").replace("Group 3\n", "Group 3,enrolled\n")
    taken(run, listed(text), "--course", "Newcomers and Nationalism")
    assert counts(taken(run, listed(text), "--course", again)) == (0, 0, 3, 0)
    assert [each.course for each in People(store).subgroups()] == [
        "Newcomers and Nationalism",
        "Newcomers and Nationalism",
    ]
    left = listed(text.replace("C1,student,Group 3,enrolled", "C1,student,Group 3,withdrew: a new job"))
    taken(run, left, "--course", "Newcomers and Nationalism")
    assert counts(taken(run, left, "--course", again)) == (0, 0, 3, 0)
    assert [each.course for each in People(store).withdrawals()] == ["Newcomers and Nationalism"]


def test_a_subgroup_that_is_kept_under_the_id_of_its_course_is_the_same(
    run: Run, store: Store, listed: WriteList
) -> None:
    People(store).add_subgroup("Group 3", "newcomers-and-nationalism", "UTC", 0)
    found = taken(run, listed(LIST), "--course", "Newcomers and Nationalism")
    assert found["subgroups"] == ["Group 4"]
    moved = LIST.replace("C1,student,Group 3", "C1,student,Group 4")
    taken(run, listed(moved), "--course", "Newcomers and Nationalism")
    assert places(store, "Rui Tavares") == [("Group 4", "participant", 1)], "and Group 3 is left"


def test_a_list_takes_back_a_withdrawal_under_another_spelling(
    run: Run, store: Store, listed: WriteList
) -> None:
    text = "Name,Status,Group\nAmal Haddad,enrolled,3\n"
    taken(run, listed(text), "--course", "Newcomers and Nationalism")
    People(store).withdraw(person(store, "Amal Haddad").id, "newcomers-and-nationalism", 5, "", "roster")
    taken(run, listed(text), "--course", "Newcomers and Nationalism")
    assert People(store).withdrawals() == []


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_course_that_nobody_knows_is_refused_unless_it_is_said_to_be_new(
    more: tuple[str, ...], run: Run, store: Store, listed: WriteList
) -> None:
    refused = run("import", "people", listed(LIST), "--course", "Newcomer and Nationalism", *more)
    said = " ".join(refused.stderr.replace("│", " ").split())
    assert (refused.exit_code, names(store)) == (2, [])
    assert "There is no course “Newcomer and Nationalism”. Courses are:" in said
    assert "newcomers-and-nationalism" in said
    taken(run, listed(LIST), "--course", "Media", "--new-course")
    assert counts(taken(run, listed(LIST), "--course", "media")) == (0, 0, 3, 0), "now it is known"


def test_new_subgroups_meet_by_the_zone_that_is_said(run: Run, store: Store, listed: WriteList) -> None:
    said = run("import", "people", listed(LIST), "--zone", "Europe/Rome").stdout
    assert "New subgroups: Group 3, Group 4 (Europe/Rome)" in said
    assert {each.zone for each in People(store).subgroups()} == {"Europe/Rome"}
    assert run("import", "people", listed(LIST), "--zone", "Rome").exit_code == 2


def test_columns_that_were_not_understood_are_named(run: Run, store: Store, listed: WriteList) -> None:
    path = listed("Timestamp,Name,Your country,Shoe size\n2026-10-01,Amal Haddad,Tunisie,38\n")
    assert "Not taken: “Timestamp”, “Shoe size”" in run("read", path, "--as", "roster").stdout
    assert "Not taken: “Timestamp”, “Shoe size”" in run("import", "people", path, "--dry-run").stdout
    assert taken(run, path)["not_taken"] == ["Timestamp", "Shoe size"]
    assert person(store, "Amal Haddad").country == "TN"


def test_somebody_new_is_made_once_however_often_the_answer_is_given(
    run: Run, store: Store, listed: WriteList
) -> None:
    taken(run, listed("Name,E-mail,Group\nAmal Haddad,amal@example.org,3\n"))
    path = listed("Name,E-mail,Group\nAmal Hadad,a.hadad@example.org,3\n")
    for _ in range(3):
        taken(run, path, "--new", "2")
        assert names(store) == ["Amal Hadad", "Amal Haddad"]


def test_two_of_one_name_are_told_apart_by_their_subgroup(run: Run, store: Store, listed: WriteList) -> None:
    taken(run, listed("Name,Group\nAmal Haddad,3\n"))
    path = listed("Name,Group\nAmal Haddad,3\nAmal Haddad,4\n")
    taken(run, path, "--same", "2=Amal Haddad", "--new", "3", code=1)
    assert names(store) == ["Amal Haddad", "Amal Haddad"]
    assert counts(taken(run, path, code=1)) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--same", "amal"), 2, "write the line and the person"),
        (("--same", "x=amal"), 2, "write the line and the person"),
        (("--same", "2=Nobody"), 3, "nobody called “Nobody”"),
        (("--same", "2=Amal Haddad", "--new", "2"), 2, "cannot be somebody known and somebody new"),
        (("--new", "9"), 3, "Line 9 of the list names nobody"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    words: tuple[str, ...], code: int, said: str, run: Run, store: Store, listed: WriteList
) -> None:
    taken(run, listed("Name\nAmal Haddad\n"))
    result = run("import", "people", listed("Name\nAmal Haddad\nRui Costa\n"), *words)
    assert (result.exit_code, names(store)) == (code, ["Amal Haddad"])
    assert said in " ".join(result.stderr.split())


def test_nobody_is_two_lines_of_a_list(run: Run, store: Store, listed: WriteList) -> None:
    taken(run, listed("Name,E-mail\nAmal Haddad,amal@example.org\n"))
    path = listed("Name,E-mail\nAmal Haddad,amal@example.org\nAmelia Hay,\n")
    found = taken(run, path, "--same", "3=Amal Haddad", code=1)
    assert (found["people"][1]["outcome"], found["people"][1]["why"]) == (
        "doubtful",
        "line 2 of the list is this person already",
    )


def test_columns_that_were_corrected_are_remembered_until_they_are_forgotten(
    run: Run, store: Store, listed: WriteList, tmp_path: Path
) -> None:
    text, columns = "Wer;Post\nŁukasz Żak;Lukasz@example.org\n", tmp_path / "list.toml"
    columns.write_text('kind = "roster"\n[columns]\nname = "Wer"\nemail = "Post"\n', encoding="utf-8")
    taken(run, listed(text), "--columns", columns, "--dry-run")
    assert run("import", "people", listed(text)).exit_code == 3, "a dry run is not remembered"
    first = taken(run, listed(text), "--columns", columns)
    assert "The next list with these columns is read in the same way" in first["warnings"][0]
    again = taken(run, listed(text.replace("Łukasz Żak", "Zofia Żak").replace("Lukasz", "zofia")))
    assert "as one with these columns was corrected before; --forget ends that" in again["warnings"][0]
    assert {each.name: each.email for each in People(store).all()} == {
        "Łukasz Żak": "Lukasz@example.org",
        "Zofia Żak": "zofia@example.org",
    }
    assert "Wer" not in (tmp_path / "rosters.json").read_text(), "no label is kept"
    assert run("import", "people", listed(text), "--forget").exit_code == 3, (
        "as if it had never been corrected"
    )
    labelled = listed("Wer;Post;Name\nx;y;Karim Osman\n")
    assert taken(run, labelled, "--forget")["new"] == 1


def test_a_damaged_memory_stops_no_import(run: Run, store: Store, listed: WriteList, tmp_path: Path) -> None:
    (tmp_path / "rosters.json").write_text("{", encoding="utf-8")
    found = taken(run, listed("Name\nAmal Haddad\n"))
    assert "rosters.json is damaged" in found["warnings"][0]
    assert names(store) == ["Amal Haddad"]
