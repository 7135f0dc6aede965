"""``import``: a file goes into a session once, and the report says exactly what the file said."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import Sessions
from tests.commands.conftest import Run
from tests.dialogue.fakes import ms
from tests.store.stories import Told, an_evening

REAL = Path(__file__).resolve().parents[3] / "shared" / "fixtures"


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "evening.rttm"
    path.write_text(
        "SPEAKER m 1 0.370 1.390 <NA> <NA> Amina <NA> <NA>\n"
        "SPEAKER m 1 10.99 3.541 <NA> <NA> Zoë <NA> <NA>\n"
        "SPEAKER m 1 12.00 0.270 <NA> <NA> amina <NA> <NA>\n"
        "SPEAKER m 1 18.87 1.420 <NA> <NA> Zoë <NA> <NA>\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def report_csv(tmp_path: Path) -> Path:
    path = tmp_path / "participants.csv"
    path.write_text(
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
        "Amina Ben Salah,amina@example.org,05/28/2026 08:26:40 PM,05/28/2026 08:36:40 PM,10,Yes\n"
        "Stranger,,05/28/2026 08:30:00 PM,05/28/2026 08:31:00 PM,1,Yes\n",
        encoding="utf-8",
    )
    return path


def taken(run: Run, *words: object) -> dict[str, Any]:
    result = run("import", *words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def talk(run: Run, session: object) -> dict[str, int]:
    report = json.loads(run("report", session, "--to", "json").stdout)
    return {person["name"]: person["talk_ms"] for person in report["participants"]}


def test_a_recording_becomes_a_session_of_its_own(run: Run, store: Store, recording: Path) -> None:
    found = taken(run, "turns", recording, "--start", "2026-03-02 18:00", "--zone", "Africa/Tunis")
    assert (found["new"], found["known"], found["unknown"], found["created"]) == (
        6,
        0,
        ["Amina", "Zoë"],
        True,
    )
    row = Sessions(store).find("1")
    assert (row.title, row.zone, row.closed_ms) == ("evening", "Africa/Tunis", row.at_ms + 20_290)
    assert talk(run, 1) == {"Amina": 1660, "Zoë": 4961}


def test_importing_again_adds_nothing(run: Run, store: Store, recording: Path, tmp_path: Path) -> None:
    first = taken(run, "turns", recording)
    copy = tmp_path / "the same under another name.rttm"
    copy.write_bytes(recording.read_bytes())
    again = taken(run, "turns", copy, "--start", "2026-01-01 10:00")
    assert (again["session"], again["new"], again["known"], again["created"]) == (
        first["session"],
        0,
        4,
        False,
    )
    assert again["matched"] == ["Amina", "Zoë", "amina"]
    assert len(Sessions(store).all()) == 1
    assert len(People(store).all()) == 2


def test_speakers_are_matched_to_the_people_of_the_session(run: Run, store: Store, recording: Path) -> None:
    told = Told(store)
    People(store).update(told.amina, name="Amina")
    told.at(600, c.Close())
    found = taken(run, "turns", recording, "--session", told.id[:13])
    assert (found["matched"], found["unknown"], found["new"]) == (["Amina", "amina"], ["Zoë"], 4)
    assert talk(run, told.id)["Amina"] == 1660
    [spoke, *_] = store.rows("SELECT from_ms FROM turn ORDER BY from_ms")
    assert spoke == (ms(0.37),)


def test_what_was_logged_by_hand_stays_what_counts(run: Run, store: Store, recording: Path) -> None:
    told = an_evening(store)
    before = talk(run, told.id)
    taken(run, "turns", recording, "--session", told.id)
    after = talk(run, told.id)
    assert {name: after[name] for name in before} == before


def test_a_dry_run_writes_nothing(run: Run, store: Store, recording: Path, tmp_path: Path) -> None:
    found = taken(run, "turns", recording, "--dry-run")
    assert (found["new"], found["dry_run"]) == (6, True)
    assert Sessions(store).all() == []
    assert taken(run, "turns", recording, "--dry-run", "--db", tmp_path / "none.db")["new"] == 6
    assert not (tmp_path / "none.db").exists()
    assert People(store).all() == []


def test_an_import_that_was_taken_back_says_so(run: Run, store: Store, recording: Path) -> None:
    told = Told(store).at(600, c.Close())
    source = taken(run, "turns", recording, "--session", told.id)["source"]
    told.recorder.refresh()
    told.at(700, c.ForgetImport(source))
    again = taken(run, "turns", recording, "--session", told.id)
    assert again["new"] == 0
    assert any("taken back" in warning for warning in again["warnings"])


def test_an_attendance_report_stands_beside_the_own_log(run: Run, store: Store, report_csv: Path) -> None:
    told = an_evening(store)
    found = taken(run, "attendance", report_csv, "--session", told.id, "--zone", "UTC")
    assert (found["new"], found["matched"], found["unknown"]) == (2, ["Amina Ben Salah"], ["Stranger"])
    report = json.loads(run("report", told.id, "--to", "json").stdout)
    amina = next(p for p in report["participants"] if p["id"] == told.amina)
    assert (amina["present_ms"], amina["reported_ms"]) == (600_000, 600_000)
    assert taken(run, "attendance", report_csv, "--session", told.id)["known"] == 2


@pytest.mark.parametrize(
    ("command", "content", "says"),
    [
        ("turns", "10:00:01 From Amina to Everyone:\n\thello\n", "is a chat"),
        ("attendance", "SPEAKER m 1 0.370 1.390 <NA> <NA> Amina <NA> <NA>\n", "import turns"),
        ("turns", "nothing that anybody knows\n", ""),
        ("turns", "", "empty"),
    ],
)
def test_a_file_of_another_kind_is_told(
    run: Run, store: Store, tmp_path: Path, command: str, content: str, says: str
) -> None:
    told = Told(store)
    file = tmp_path / "file.txt"
    file.write_text(content)
    result = run("import", command, file, "--session", told.id)
    assert (result.exit_code, result.stdout) == (3, "")
    assert says in result.stderr
    assert told.row.entries == 1


def test_a_file_that_is_held_is_told_and_can_be_imported_later(
    run: Run, store: Store, recording: Path
) -> None:
    with store.transaction():
        store.connection.execute("DELETE FROM person")
        result = run("import", "turns", recording)
        assert result.exit_code == 3
        assert "Another program holds the file" in result.stderr
    assert taken(run, "turns", recording)["new"] == 6


def test_the_answer_in_words(run: Run, store: Store, recording: Path) -> None:
    said = run("import", "turns", recording).stdout.splitlines()
    assert said[0].startswith("Went to the new session “evening”, ")
    assert said[1:3] == ["New: 6 entries. There already: 0.", "Unknown, entered as guests: Amina, Zoë"]
    assert said[3].startswith("Note: The file does not say when the recording began")


@pytest.mark.parametrize("name", ["ami/ES2004a.rttm", "ami/TS3003a.rttm"])
def test_a_real_recording_keeps_every_millisecond(run: Run, store: Store, name: str) -> None:
    """The sums are those of the file, added up here from its text and nothing else."""
    file = REAL / name
    if not file.exists():
        pytest.skip(f"the real file {name} is not on this computer")
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in file.read_text().splitlines():
        fields = line.split()
        sums[fields[7]] += Decimal(fields[4])
    taken(run, "turns", file)
    assert talk(run, 1) == {speaker: int(seconds * 1000) for speaker, seconds in sums.items()}


def test_a_real_transcript_keeps_every_speaker(run: Run, store: Store) -> None:
    file = REAL / "zoom" / "meeting001_transcript.vtt"
    if not file.exists():
        pytest.skip("the real transcript is not on this computer")
    taken(run, "turns", file)
    shape = json.loads(run("read", file, "--json").stdout)
    assert talk(run, 1) == {each["name"]: round(each["seconds"] * 1000) for each in shape["speakers"]}
