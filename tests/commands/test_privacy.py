"""``privacy`` as a person calls it: what is held, erasing with a look before, lifetimes."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import msgspec
import pytest

from facilitator_tui.store.backup import back_up
from facilitator_tui.store.file import Store
from facilitator_tui.store.lease import Lease
from facilitator_tui.store.privacy.held import (
    HeldDecision,
    HeldDelivery,
    HeldLine,
    HeldNote,
    HeldSession,
    HeldTurn,
    HeldVerdict,
    Holding,
)
from facilitator_tui.store.privacy.identity import ERASED
from facilitator_tui.store.privacy.remains import copy_opened
from tests.cohort_story import on_day
from tests.commands.conftest import Run
from tests.store.private_story import CANARIES, OTHER, WHO, PrivateStory, contents, planted

PAGE = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"


@pytest.fixture
def story(store: Store, home: Path, monkeypatch: pytest.MonkeyPatch) -> PrivateStory:
    story = PrivateStory(store, home)
    for module in ("cohorts", "privacy"):
        monkeypatch.setattr(f"facilitator_tui.commands.{module}.now_ms", lambda: on_day(60))
    return story


# --- access


def test_access_tells_everything_in_words(run: Run, story: PrivateStory) -> None:
    done = run("privacy", "access", WHO)
    assert done.exit_code == 0, done.output
    words = done.output.replace("\\", "")
    assert {word for word in CANARIES if word not in words} == {"canary-late-note", "canary-unread"}
    assert "Private flag" in words
    assert "Had the floor: 18:30:01–18:30:02 (logged)" in words
    assert "Left neighbours on" in words
    assert OTHER not in words


def test_access_as_json_and_to_a_file_for_oneself(run: Run, story: PrivateStory, tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    done = run("privacy", "access", "canary-mail@example.org", "--json", "--out", out)
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    held = json.loads(out.read_text(encoding="utf-8"))
    assert held["person"]["id"] == story.who
    assert [each["id"] for each in held["also"]] == [story.guest]
    again = run("privacy", "access", WHO, "--out", out)
    assert again.exit_code == 3
    assert "there already" in again.output


@pytest.mark.parametrize(
    "struct", [Holding, HeldSession, HeldNote, HeldTurn, HeldDelivery, HeldVerdict, HeldDecision, HeldLine]
)
def test_every_field_of_the_json_is_described(struct: type[msgspec.Struct]) -> None:
    described = PAGE.read_text(encoding="utf-8")
    for field in struct.__struct_fields__:
        assert f"`{field}`" in described, field


def test_access_changes_nothing(run: Run, story: PrivateStory) -> None:
    before = contents(story.store)
    run("privacy", "access", story.who)
    assert contents(story.store) == before


@pytest.mark.parametrize("command", ["access", "erase"])
def test_nobody_and_several_people_are_told(run: Run, story: PrivateStory, command: str) -> None:
    nobody = run("privacy", command, "Nobody Known")
    assert (nobody.exit_code, "There is nobody" in nobody.output) == (3, True)
    twin = story.people.add(WHO, 0)
    several = run("privacy", command, WHO)
    assert several.exit_code == 3
    assert twin in several.output
    assert story.who in several.output


# --- erase


def test_a_dry_run_says_what_would_go_and_changes_nothing(run: Run, story: PrivateStory) -> None:
    before = contents(story.store)
    done = run("privacy", "erase", WHO, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "3 reasons of decisions about badges" in done.output
    assert "This stays, with the id alone" in done.output
    assert "1 other place" in done.output
    assert "The issuer obf has been given name and address" in done.output
    assert "Backups made before" in done.output
    assert contents(story.store) == before
    assert "Zuleyha" in planted(story.files())


def test_it_asks_first(run: Run, story: PrivateStory) -> None:
    before = contents(story.store)
    done = run("privacy", "erase", WHO, stdin="n\n")
    assert done.exit_code != 0
    assert contents(story.store) == before
    assert run("privacy", "erase", WHO, stdin="y\n").exit_code == 0
    assert story.people.get(story.who).name == ERASED


def test_no_canary_is_left_in_store_outbox_and_backups_and_the_receipt_names_nobody(
    run: Run, story: PrivateStory, tmp_path: Path
) -> None:
    backups = [tmp_path / "monday.db", tmp_path / "friday.db"]
    back_up(story.store, backups[0])
    story.write_late_note()
    back_up(story.store, backups[1])
    receipt = tmp_path / "receipt.txt"
    said = [word for backup in backups for word in ("--backup", backup)]
    done = run("privacy", "erase", WHO, "--yes", "--notes-too", "--receipt", receipt, *said)
    assert done.exit_code == 0, done.output
    assert planted([*story.files(), *backups]) == set()
    assert not list(tmp_path.glob("*day.db-*"))
    text = receipt.read_text(encoding="utf-8")
    assert planted([receipt]) == set()
    for word in (story.who, "By: me", "2026-05-01", "friday.db", "4 notes and reasons", "The issuer obf"):
        assert word in text, word


def test_a_backup_is_reached_by_the_id_when_the_store_has_forgotten(
    run: Run, story: PrivateStory, tmp_path: Path
) -> None:
    backup = tmp_path / "older.db"
    back_up(story.store, backup)
    assert run("privacy", "erase", WHO, "--yes", "--notes-too").exit_code == 0
    done = run("privacy", "erase", story.who, "--yes", "--notes-too", "--backup", backup)
    assert done.exit_code == 0, done.output
    assert "it had been erased before" in done.output
    assert planted([backup]) == set()


def test_a_backup_of_an_older_version_is_brought_up_to_date_only_when_it_is_meant(
    run: Run, story: PrivateStory, tmp_path: Path
) -> None:
    backup = tmp_path / "older.db"
    back_up(story.store, backup)
    with copy_opened(backup, story.store) as copy:
        copy.connection.execute("PRAGMA user_version = 2")
    before = backup.read_bytes()
    done = run("privacy", "erase", WHO, "--dry-run", "--backup", backup)
    assert "older version" in done.output
    assert backup.read_bytes() == before
    done = run("privacy", "erase", WHO, "--yes", "--notes-too", "--backup", backup)
    assert done.exit_code == 0, done.output
    assert planted([backup]) == set()


def test_a_file_that_is_no_backup_stops_it_all(run: Run, story: PrivateStory, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear all")
    before = contents(story.store)
    assert run("privacy", "erase", WHO, "--yes", "--backup", tmp_path / "letter.db").exit_code == 3
    assert contents(story.store) == before


def test_who_is_erased_is_erased_in_lists_and_registers(run: Run, story: PrivateStory) -> None:
    assert run("privacy", "erase", WHO, "--yes").exit_code == 0
    story.course.over(59)
    for words in (
        ("report", story.first),
        ("subgroup", "show", "Blue"),
        ("register", "--course", "neighbours"),
        ("completion", "neighbours"),
        ("badges", "check", "neighbours"),
        ("badges", "ledger", "neighbours"),
        ("privacy", "access", story.who),
    ):
        done = run(*words)
        assert done.exit_code in (0, 1), (words, done.output)
        assert "canary" not in done.output
        assert "Qvist" not in done.output
    assert ERASED in run("completion", "neighbours").output
    assert ERASED in run("report", story.first).output


def test_nothing_is_erased_while_somebody_records(run: Run, story: PrivateStory) -> None:
    lease = Lease(story.store.path, story.second, on_day(8))
    before = contents(story.store)
    done = run("privacy", "erase", WHO, "--yes")
    lease.close()
    assert done.exit_code == 3
    assert "being recorded" in done.output
    assert contents(story.store) == before


def test_a_store_of_a_newer_version_is_left_alone(run: Run, story: PrivateStory) -> None:
    story.store.connection.execute("PRAGMA user_version = 999")
    done = run("privacy", "erase", WHO, "--yes")
    assert done.exit_code == 3
    assert "newer version" in done.output
    assert story.people.get(story.who).name == WHO


def test_somebody_whose_course_is_undecided_is_a_warning(run: Run, story: PrivateStory) -> None:
    done = run("privacy", "erase", OTHER, "--dry-run")
    assert "nothing is decided yet about this person in neighbours" in done.output
    assert "nothing is decided yet" not in run("privacy", "erase", WHO, "--dry-run").output


# --- lifetimes


def test_without_a_lifetime_nothing_is_due(run: Run, story: PrivateStory) -> None:
    done = run("privacy", "retain", "--yes")
    assert done.exit_code == 0
    assert "notes_days = 90" in done.output


def test_lifetimes_stand_in_the_configuration(run: Run, story: PrivateStory, home: Path) -> None:
    (home / "config.toml").write_text("[privacy]\nregister_days = -1\n", encoding="utf-8")
    refused = run("privacy", "retain", "--dry-run")
    assert (refused.exit_code, "register_days" in refused.output) == (3, True)
    (home / "config.toml").write_text("[privacy]\nregister_days = 36525\n", encoding="utf-8")
    done = run("privacy", "retain", "--dry-run")
    assert (done.exit_code, "notes_days = 90" in done.output) == (0, False)


def test_notes_go_after_their_time_once_somebody_said_yes(
    run: Run, story: PrivateStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.people.take_back_withdrawal(story.who, "neighbours")
    story.course.cohort(50).release("participant", story.who, "me", on_day(50))
    monkeypatch.setattr("facilitator_tui.commands.privacy.now_ms", lambda: on_day(200))
    before = contents(story.store)
    preview = run("privacy", "retain", "--turns-after", 90, "--dry-run")
    assert "Evening 1, 4 of them" in preview.output
    assert run("privacy", "retain", "--turns-after", 90, stdin="n\n").exit_code != 0
    assert contents(story.store) == before
    done = run("privacy", "retain", "--turns-after", 90, "--yes")
    assert "4 notes without words now" in done.output
    assert not {"canary-note", "canary-undone"} & planted([story.store.path])
    assert "Nothing was changed" in run("privacy", "retain", "--turns-after", 90, "--yes").output
