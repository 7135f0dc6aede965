"""The table that goes out and comes back edited: ids decide, and nothing in it runs in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.forming.propose import propose
from facilitator_tui.forming.values import Candidate, Proposal, Wishes
from facilitator_tui.imports.problems import ImportProblem
from facilitator_tui.intake.forming_sheet import HEAD, Placed, as_csv, placed, read_sheet
from tests.forming.people import somebody

PEOPLE = [somebody(number) for number in range(18)]


@pytest.fixture
def proposal() -> Proposal:
    return propose(PEOPLE, Wishes(), 1)


@pytest.fixture
def table(tmp_path: Path, proposal: Proposal) -> Path:
    path = tmp_path / "subgroups.csv"
    path.write_bytes(as_csv(proposal))
    return path


def back(path: Path, people: list[Candidate] = PEOPLE, names: dict[str, str] | None = None) -> Placed:
    return placed(read_sheet(path), people, Wishes(), names or {})


def groups(proposal: Proposal) -> dict[str, set[str]]:
    return {group.name: {each.id for each in group.members} for group in proposal.groups}


def test_what_comes_back_unchanged_is_the_same_proposal(table: Path, proposal: Proposal) -> None:
    found = back(table)
    assert found.problems == ()
    assert groups(found.proposal) == groups(proposal)
    assert found.proposal.hard == 0


def test_it_has_the_columns_that_are_documented(table: Path) -> None:
    first = table.read_text("utf-8-sig").splitlines()[0]
    assert first == ",".join(HEAD)


def test_a_move_by_hand_is_checked_again(table: Path) -> None:
    text = table.read_text("utf-8-sig").replace("Subgroup 1,", "Subgroup 2,", 2)
    table.write_text(text, encoding="utf-8")
    found = back(table)
    assert [each.says for each in found.proposal.broken if each.kind == "size"] == [
        "Subgroup 2 has 11 people; 8 to 10 are wanted.",
        "Subgroup 1 has 7 people; 8 to 10 are wanted.",
    ]


def test_a_table_saved_by_a_spreadsheet_with_semicolons_and_fewer_columns_is_read(tmp_path: Path) -> None:
    path = tmp_path / "edited.csv"
    path.write_bytes(
        "name;Person;Subgroup\r\nDeniz Yıldız;p03;Été\r\nAmal;p00;été\r\n;;\r\n".encode("cp1252", "replace")
    )
    found = back(path)
    assert groups(found.proposal) == {"Été": {"p00", "p03"}}


def test_lines_that_cannot_be_meant_are_problems_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "edited.csv"
    path.write_text("subgroup,person\nA,p00\nA,nobody\nB,p00\nA,\n,p01\n", encoding="utf-8")
    found = back(path)
    assert found.problems == (
        "Line 3: “nobody” is the id of nobody who can be placed in a subgroup of this course.",
        "Line 4: Amal Haddad is on line 2 already.",
        "Line 5: the id of the person is missing.",
    )
    assert [each.id for each in found.proposal.unplaced] == ["p01"]


def test_a_file_that_is_something_else_is_told(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ImportProblem, match="no line names the columns “subgroup” and “person”"):
        read_sheet(path)


def test_a_subgroup_that_is_there_is_meant_by_name_and_by_id_and_who_is_in_it_stays(tmp_path: Path) -> None:
    there = [somebody(n, subgroup="id-1") for n in range(6)]
    path = tmp_path / "edited.csv"
    path.write_text("subgroup,person\ntunis 1,p06\nid-1,p07\n", encoding="utf-8")
    found = back(path, [*there, *PEOPLE[6:]], {"id-1": "Tunis 1", "id-2": "Not named here"})
    (group,) = found.proposal.groups
    assert (group.id, group.name, group.new) == ("id-1", "Tunis 1", False)
    assert len(group.members) == 8


def test_a_name_that_a_spreadsheet_would_run_is_only_text_and_comes_back_as_it_was(tmp_path: Path) -> None:
    bad = Candidate("p99", "=HYPERLINK(1)", "+inst", "@country")
    proposal = propose([bad, *PEOPLE[:8]], Wishes(), 1)
    path = tmp_path / "table.csv"
    path.write_bytes(as_csv(proposal).replace(b"Subgroup 1,", b"'=1+1,"))
    text = path.read_text("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'+inst" in text
    found = back(path, [bad, *PEOPLE[:8]])
    assert [group.name for group in found.proposal.groups] == ["=1+1"]
    assert found.proposal.place_of("p99")
