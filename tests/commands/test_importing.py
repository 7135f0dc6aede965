"""``import``: a file goes into a session once, and the report says exactly what the file said."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from random import getrandbits
from typing import Any

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.fold import fold
from facilitator_tui.recorder import Recorder
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


@pytest.fixture
def short_names(tmp_path: Path) -> Path:
    path = tmp_path / "short.rttm"
    path.write_text(
        "SPEAKER m 1 0.000 2.000 <NA> <NA> Chiara <NA> <NA>\n"
        "SPEAKER m 1 5.000 4.000 <NA> <NA> Keller_Bruno <NA> <NA>\n",
        encoding="utf-8",
    )
    return path


def recorded(store: Store, told: Told) -> dict[str, int]:
    """Milliseconds of talk that came from a recording, by person, however the journal got there."""
    people = fold(store.journal(told.id).read()).people
    return {person.id: person.recorded.ms for person in people.values() if person.recorded.ms}


def test_a_doubtful_name_is_a_question_and_a_guest(run: Run, store: Store, short_names: Path) -> None:
    told = Told(store)
    found = taken(run, "turns", short_names, "--session", told.id)
    assert (found["doubtful"], found["unknown"]) == (["Chiara"], [])
    assert found["matched"] == ["Keller_Bruno"], "the whole name, whatever its order"
    [question] = found["questions"]
    assert question["candidates"][0]["person"] == told.chiara
    assert (question["candidates"][0]["name"], question["candidates"][0]["seat"]) == ("Chiara Conti", 3)
    assert told.chiara not in recorded(store, told)


@pytest.mark.parametrize("who", ["3", "chiara conti"])
def test_who_somebody_is_can_be_said_and_is_remembered(
    run: Run, store: Store, short_names: Path, who: str
) -> None:
    told = Told(store)
    found = taken(run, "turns", short_names, "--session", told.id, "--same", f"chiara={who}")
    assert (found["doubtful"], found["new"]) == ([], 2)
    assert recorded(store, told) == {told.chiara: 2000, told.bruno: 4000}
    assert People(store).aliases() == {told.chiara: ("chiara",)}
    again = taken(run, "turns", short_names, "--session", told.id)
    assert (again["new"], again["known"], again["doubtful"], again["identified"]) == (0, 2, [], [])
    assert again["matched"] == ["Chiara", "Keller_Bruno"]


def test_a_guest_can_be_said_to_be_somebody_later(run: Run, store: Store, short_names: Path) -> None:
    told = Told(store)
    taken(run, "turns", short_names, "--session", told.id)
    found = taken(run, "turns", short_names, "--session", told.id, "--same", "Chiara=3")
    assert (found["new"], found["known"], found["identified"]) == (0, 2, ["Chiara Conti"])
    assert recorded(store, told) == {told.chiara: 2000, told.bruno: 4000}
    entries = len(store.journal(told.id).read())
    again = taken(run, "turns", short_names, "--session", told.id)
    assert (again["new"], again["identified"], again["doubtful"]) == (0, [], [])
    assert len(store.journal(told.id).read()) == entries


def test_what_somebody_is_said_to_be_can_be_corrected(run: Run, store: Store, short_names: Path) -> None:
    told = Told(store)
    for who in ("", "4", "3"):
        said = ("--same", f"Chiara={who}") if who else ()
        taken(run, "turns", short_names, "--session", told.id, *said)
    assert recorded(store, told) == {told.chiara: 2000, told.bruno: 4000}
    assert People(store).aliases() == {told.chiara: ("Chiara",)}


def test_an_identification_that_was_taken_back_stays_so(run: Run, store: Store, short_names: Path) -> None:
    told = Told(store)
    taken(run, "turns", short_names, "--session", told.id)
    taken(run, "turns", short_names, "--session", told.id, "--same", "Chiara=3")
    [same] = [entry for entry in store.journal(told.id).read() if isinstance(entry.fact, e.Same)]
    Recorder(store.journal(told.id), told.clock, getrandbits, told.id, same.author).do(c.Undo())
    assert taken(run, "turns", short_names, "--session", told.id)["identified"] == []
    assert told.chiara not in recorded(store, told)
    assert taken(run, "turns", short_names, "--session", told.id, "--same", "Chiara=3")["identified"]
    assert recorded(store, told)[told.chiara] == 2000


def test_a_dry_run_learns_nothing(run: Run, store: Store, short_names: Path) -> None:
    told = Told(store)
    taken(run, "turns", short_names, "--session", told.id)
    found = taken(run, "turns", short_names, "--session", told.id, "--same", "Chiara=3", "--dry-run")
    assert found["identified"] == ["Chiara Conti"]
    assert (People(store).aliases(), told.chiara in recorded(store, told)) == ({}, False)


@pytest.mark.parametrize(
    ("same", "code", "says"),
    [
        ("Chiara", 2, "Name in the file=Seat or person"),
        ("Nobody=3", 3, "Nobody in the file is called “Nobody”"),
        ("Chiara=19", 3, "There is nobody “19”"),
        ("Chiara=Zoë", 3, "There is nobody “Zoë”"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_written(
    run: Run, store: Store, short_names: Path, same: str, code: int, says: str
) -> None:
    told = Told(store)
    result = run("import", "turns", short_names, "--session", told.id, "--same", same)
    assert (result.exit_code, told.row.entries) == (code, 1)
    assert says in result.stderr


def test_the_question_says_how_to_answer(run: Run, store: Store, short_names: Path) -> None:
    said = run("import", "turns", short_names, "--session", Told(store).id).stdout
    assert "Doubtful, entered as a guest: Chiara" in said
    assert "--same “Chiara=3”" in said


def test_a_device_is_asked_about_every_time(run: Run, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "phone.rttm"
    path.write_text("SPEAKER m 1 0.000 2.000 <NA> <NA> iPhone <NA> <NA>\n", encoding="utf-8")
    told = Told(store)
    taken(run, "turns", path, "--session", told.id, "--same", "iPhone=3")
    assert recorded(store, told) == {told.chiara: 2000}
    again = taken(run, "turns", path, "--session", told.id)
    assert (again["doubtful"], "iPhone" in [each.name for each in People(store).all()]) == ([], False)
    path.write_text("SPEAKER m 1 7.000 1.000 <NA> <NA> iPhone <NA> <NA>\n", encoding="utf-8")
    assert taken(run, "turns", path, "--session", told.id)["doubtful"] == ["iPhone"]


def test_a_roster_is_called_one(run: Run, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name;E-mail;Role\nAmal Haddad;amal@example.org;Student\n", encoding="utf-8")
    result = run("import", "attendance", path, "--session", Told(store).id)
    assert result.exit_code == 3
    assert "is a roster; take it in with “import people”" in result.stderr


def test_a_report_with_columns_of_its_own_and_a_date(run: Run, store: Store, tmp_path: Path) -> None:
    report, columns = tmp_path / "register.csv", tmp_path / "register.toml"
    report.write_bytes("Wer;Kommt;Geht\nDeniz Yıldız;18:00:00;18:10:00\n".encode("cp1254"))
    columns.write_text('[columns]\nname = "Wer"\njoined = "Kommt"\nleft = "Geht"\n', encoding="utf-8")
    told = Told(store)
    words = ("--columns", columns, "--date", "2026-05-28", "--encoding", "cp1254", "--zone", "Europe/Berlin")
    found = taken(run, "attendance", report, "--session", told.id, *words)
    assert (found["matched"], found["new"]) == (["Deniz Yıldız"], 1)
    [stayed] = [entry for entry in store.journal(told.id).read() if isinstance(entry.fact, e.Stayed)]
    assert (stayed.at_ms, stayed.fact) == (1_779_984_000_000, e.Stayed(told.deniz, 600_000))
    assert run("import", "attendance", report, "--session", told.id, "--encoding", "klingon").exit_code == 2
