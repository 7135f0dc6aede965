"""Files are known by what they contain; what is none of ours is refused with a sentence that helps."""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator_tui.imports.normal import AttendanceFile
from facilitator_tui.imports.problems import CannotOpen, Damaged, ImportProblem, NotRecognised, NotText
from facilitator_tui.imports.recognise import read_file, recognise
from tests.imports.conftest import WriteFile

HEADER = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
ROW = "{},,09/24/2026 06:00:00 PM,09/24/2026 07:00:00 PM,60\n"

EXAMPLES = {
    "vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nAmal: hi\n",
    "rttm": "SPEAKER m 1 0.5 1.5 <NA> <NA> Amal <NA> <NA>\n",
    "zoom_participants": HEADER + ROW.format("Amal"),
    "zoom_chat": "18:00:00 From  Amal  to  Everyone:\n\thi\n",
    "teams": (
        "2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\n"
        "Amal\t9/24/26, 6:00:00 PM\t9/24/26, 7:00:00 PM\t1h\t\n"
    ),
    "google_meet": "Name,Email,Duration,Time joined,Time exited\nAmal,,58 min,6:00 PM,6:58 PM\n",
    "bigbluebutton": '{"users": {"a": {"name": "Amal", "intIds": {"w": {"registeredOn": 1, "leftOn": 2}}}}}\n',
    "bigbluebutton_table": (
        "Name,Moderator,Score,Talk,Webcam,Messages,Reactions,Votes,Hands,Join,Left,Duration\n"
        '"Amal","FALSE","7","-","-","0","0","0","0","9/24/2026, 06:00 PM","9/24/2026, 07:00 PM","01:00:00"\n'
    ),
    "bigbluebutton_events": (
        '<recording meeting_id="x-1790272800000">\n<event timestamp="0" eventname="ParticipantJoinEvent">'
        '<userId>w</userId><name>Amal</name></event>\n<event timestamp="9" eventname="End"/></recording>\n'
    ),
    "roster": "First name,Last name,E-mail\nAmal,Haddad,amal@example.org\n",
}


@pytest.mark.parametrize("name", ["report.csv", "x.vtt", "x.rttm", "x.txt", "x.xlsx", "x"])
@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_name_of_a_file_says_nothing(kind: str, name: str, file_of: WriteFile) -> None:
    assert recognise(file_of(EXAMPLES[kind], name=name)) == kind


@pytest.mark.parametrize("kind", EXAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_the_platforms(kind: str, encoding: str, file_of: WriteFile) -> None:
    path = file_of(EXAMPLES[kind].replace("\n", "\r\n"), encoding)

    assert recognise(path) == kind
    read_file(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty; download it again"),
        (b" \n\r\n\t\n", "the file is empty; download it again"),
        (b"\xef\xbb\xbf\n", "nothing but blanks"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "this is an old Excel workbook, whatever its name says",
        ),
        (b"%PDF-1.7\n", "this is a PDF document; export the report as CSV"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 50, "this is a sound or video recording; choose its transcript"),
        (b"SQLite format 3\0" + b"\0" * 50, "this is a database file"),
        (b"\x1f\x8b\x08\0", "this is a compressed file; unpack it"),
        (bytes(range(256)) * 10, "this is no text but some other kind of file"),
        (b"\0" * 1000, "this is no text but some other kind of file"),
    ],
)
def test_what_is_no_text(content: bytes, says: str, file_of: WriteFile) -> None:
    with pytest.raises(NotText, match=f"^report.csv: .*{re.escape(says)}"):
        read_file(file_of(content, name="report.csv"))


@pytest.mark.parametrize(
    ("member", "says"),
    [
        ("xl/workbook.xml", "this looks like an Excel workbook but cannot be opened as one"),
        ("content.xml", "this is an OpenDocument file"),
        ("word/document.xml", "zip archive"),
    ],
)
def test_a_workbook_under_the_name_of_a_table(member: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x" * 1000)

    with pytest.raises((NotText, Damaged), match=says):
        read_file(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("Dear all,\nhere is the report.\n", "nothing in it looks like"),
        ("<!DOCTYPE html>\n<html><title>Sign in</title>", "a web page, perhaps a login page"),
        ("1\n00:00:01,000 --> 00:00:02,000\nAmal: hi\n", "subtitles but not like WebVTT"),
        ('{"users": 3}', "JSON of a kind that is not known"),
        ("Item,Price,Class\nPencil,2,3\n", "read with a column map \\(--columns\\)"),
    ],
)
def test_text_of_another_kind(content: str, says: str, file_of: WriteFile) -> None:
    with pytest.raises(NotRecognised, match=says):
        read_file(file_of(content))


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match=r"^gone.csv: there is no such file; check the name"):
        read_file(tmp_path / "gone.csv")
    with pytest.raises(CannotOpen, match="this is a folder; choose a file in it"):
        read_file(tmp_path)
    with pytest.raises(CannotOpen, match="no file name"):
        read_file(tmp_path / "nul\0name")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(CannotOpen, match="no ordinary file"):
        read_file(tmp_path / "pipe")


def test_the_name_of_the_file_is_made_safe(file_of: WriteFile) -> None:
    with pytest.raises(NotText) as caught:
        read_file(file_of(b"", name="re\x1b[2Jport\u202e.csv"))

    assert str(caught.value).startswith("report.csv: ")


def test_old_western_text_is_read_with_a_warning(file_of: WriteFile) -> None:
    form = read_file(file_of(HEADER + ROW.format("Zoë Müller"), "cp1252"), zone="UTC")

    assert isinstance(form, AttendanceFile)
    assert form.people[0].name == "Zoë Müller"
    assert form.warnings[0].startswith("The file is not in UTF-8; it was read as Windows-1252")


def test_two_encodings_in_one_file_are_refused(file_of: WriteFile) -> None:
    content = (HEADER + ROW.format("Zoë")).encode() + ROW.format("Müller").encode("cp1252")

    with pytest.raises(Damaged, match="line 3: some lines are in UTF-8 and this one is not"):
        read_file(file_of(content))


def test_a_file_cut_off_inside_a_character_is_read(file_of: WriteFile) -> None:
    content = (HEADER + ROW.format("Amal") + "Zoë").encode()[:-1]

    form = read_file(file_of(content), zone="UTC")

    assert isinstance(form, AttendanceFile)
    assert [person.name for person in form.people] == ["Amal"]
    assert form.warnings[0] == "The file ends in the middle of a character: its end is missing."


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    kind=st.sampled_from(sorted(EXAMPLES)),
    damage=st.lists(st.tuples(st.integers(0, 200), st.binary(max_size=6)), max_size=6),
    cut=st.integers(0, 250),
)
def test_any_damage_is_either_read_or_refused_with_a_sentence(
    kind: str, damage: list[tuple[int, bytes]], cut: int, file_of: WriteFile
) -> None:
    content = EXAMPLES[kind].encode()
    for place, bytes_put_in in damage:
        content = content[:place] + bytes_put_in + content[place:]

    with contextlib.suppress(UnderstandableProblem):
        read_as_a_person_would(file_of(content[:cut], name="report.csv"))


class UnderstandableProblem(Exception):
    """A problem whose text has the form that every problem should have."""


def read_as_a_person_would(path: Path) -> None:
    try:
        read_file(path)
    except ImportProblem as problem:
        if re.fullmatch(r"report\.csv(, line \d+)?: .+; .+\.", str(problem)):
            raise UnderstandableProblem from problem
        raise
