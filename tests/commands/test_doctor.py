"""``doctor`` as a person calls it, and what it looks at around the store."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.doctor import Terminal, examine
from facilitator_tui.store.backup import back_up
from facilitator_tui.store.derived import rebuild_all
from facilitator_tui.store.file import Store
from facilitator_tui.store.keeping.findings import Finding
from facilitator_tui.store.outbox import outbox_path, spill
from tests.commands.conftest import Run
from tests.dialogue.fakes import T0, ms
from tests.store.stories import NAMES, Told, an_evening

DAY_MS = 86_400_000
GOOD = Terminal((120, 40), "utf-8", "xterm-256color", colours=True)


def found(store: Store, now_ms: int = T0 + DAY_MS, terminal: Terminal = GOOD) -> dict[str, Finding]:
    return {each.check: each for each in examine(store.path, now_ms, terminal)}


def in_order(store: Store, home: Path) -> Told:
    told = an_evening(store)
    told.at(700, c.ConfirmAttendance())
    rebuild_all(store)
    store.path.parent.chmod(0o700)
    back_up(store, home / "backup.db")
    return told


def test_a_store_in_order(run: Run, store: Store, home: Path) -> None:
    in_order(store, home)
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "0 problems" in result.stdout
    assert not any(name in result.stdout for name in NAMES)


def test_before_the_first_session_there_is_no_problem(run: Run, home: Path) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert not list(home.iterdir())


def test_problems_are_told_with_what_to_do_put_right_and_gone(run: Run, store: Store, home: Path) -> None:
    in_order(store, home)
    store.connection.execute("UPDATE turn SET seconds = 0")
    store.connection.execute("DROP TRIGGER entry_is_not_updated")
    result = run("doctor")
    assert result.exit_code == 1
    assert "PROBLEM derived" in result.stdout
    assert "doctor --fix" in result.stdout
    assert run("doctor", "--fix").exit_code == 0
    assert run("doctor").exit_code == 0


def test_the_json_shape(run: Run, store: Store, home: Path) -> None:
    in_order(store, home)
    (home / "config.toml").write_text('keyboard = "none"')
    result = run("doctor", "--json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)
    assert all(list(each) == ["check", "level", "says", "do"] for each in findings)
    assert {each["level"] for each in findings} <= {"ok", "hint", "problem"}
    assert [each["check"] for each in findings if each["level"] == "problem"] == ["config"]


def test_with_fix_the_json_is_still_json(run: Run, store: Store, home: Path) -> None:
    in_order(store, home)
    store.connection.execute("UPDATE turn SET seconds = 0")
    assert json.loads(run("doctor", "--fix", "--json").stdout)


def test_what_waits_in_the_outbox_is_told_and_brought_in(run: Run, store: Store, home: Path) -> None:
    told = in_order(store, home)
    waiting = e.Entry("waiting", told.id, ms(599), ms(599), "me", "key", e.Note(told.amina))
    spill(outbox_path(home, told.id), [waiting], {"waiting": "kept elsewhere"})
    assert found(store)["outbox"].level == "problem"
    assert "1 entry of session" in run("doctor", "--fix").stdout
    assert found(store)["outbox"].level == "ok"
    assert waiting in store.journal(told.id).read()


def test_an_outbox_of_another_store_is_left_alone(run: Run, store: Store, home: Path) -> None:
    entry = e.Entry("waiting", "elsewhere", ms(1), ms(1), "me", "key", e.Floor())
    spill(outbox_path(home, "elsewhere"), [entry], {})
    assert found(store)["outbox"].level == "hint"
    run("doctor", "--fix")
    assert outbox_path(home, "elsewhere").exists()


def test_a_store_that_somebody_records_into_is_not_put_right(run: Run, store: Store) -> None:
    from facilitator_tui.store.lease import Lease

    lease = Lease(store.path, Told(store).id, ms(0))
    result = run("doctor", "--fix")
    assert result.exit_code == 3
    assert "being recorded" in result.stderr
    lease.close()


@pytest.mark.parametrize(
    ("config", "check", "level"),
    [
        ("", "keys", "ok"),
        ("keyboard =", "config", "problem"),
        ('[keys]\n"live.note" = "u"', "keys", "problem"),
        ('[issuers.obf]\nclient = "abc"\nsecret = "x"', "issuers", "problem"),
        ('[issuers.obf]\nclient = "abc"', "issuers", "ok"),
    ],
)
def test_the_settings(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch, config: str, check: str, level: str
) -> None:
    monkeypatch.setenv("FACILITATOR_TUI_OBF_SECRET", "hush hush")
    (home / "config.toml").write_text(config)
    finding = found(store)[check]
    assert finding.level == level, finding
    assert "hush" not in finding.says


def test_without_an_issuer_the_keyring_is_not_asked(store: Store) -> None:
    assert "issuers" not in found(store)


def test_a_course_of_ones_own_with_an_error_is_told_by_its_folder(store: Store, home: Path) -> None:
    assert found(store)["courses"].level == "ok"
    folder = home / "plans" / "mine"
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text("plan format: 1\nid: mine\n")
    finding = found(store)["courses"]
    assert finding.level == "problem"
    assert str(folder) in finding.says


@pytest.mark.parametrize(
    ("terminal", "level"),
    [
        (GOOD, "ok"),
        (Terminal(None, "ascii", "", colours=False), "ok"),
        (Terminal((60, 40), "utf-8", "xterm", colours=True), "hint"),
        (Terminal((120, 40), "UTF8", "xterm", colours=False), "hint"),
        (Terminal((120, 40), "cp1252", "xterm", colours=True), "problem"),
        (Terminal((120, 40), "utf-8", "dumb", colours=False), "problem"),
    ],
)
def test_the_terminal(store: Store, terminal: Terminal, level: str) -> None:
    assert found(store, terminal=terminal)["terminal"].level == level


def test_a_clock_that_is_behind_the_newest_entry_is_told(store: Store) -> None:
    Told(store)
    assert found(store, ms(0))["clock"].level == "ok"
    assert found(store, ms(-3600))["clock"].level == "problem"
    assert found(store, 0)["clock"].level == "problem"


def test_the_age_of_the_newest_backup_beside_the_store(store: Store, home: Path) -> None:
    Told(store)
    assert found(store)["backup"].level == "hint"
    back_up(store, home / "old.db")
    os.utime(home / "old.db", (T0 / 1000, T0 / 1000))
    assert found(store, T0 + DAY_MS)["backup"].level == "ok"
    assert "30 days" in found(store, T0 + 30 * DAY_MS)["backup"].says


def test_a_damaged_store_does_not_stop_the_rest(store: Store, home: Path) -> None:
    an_evening(store)
    back_up(store, home / "damaged.db")
    data = (home / "damaged.db").read_bytes()
    (home / "damaged.db").write_bytes(data[:4096] + bytes(len(data) - 4096))
    findings = {each.check: each for each in examine(home / "damaged.db", T0, GOOD)}
    assert "problem" in {findings[check].level for check in ("store", "integrity") if check in findings}
    assert findings["courses"].level == "ok"
