"""``badges``: what is held back, files and ledger together or not at all, the second time, and an issuer's service."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from facilitator_tui.commands import cohorts
from facilitator_tui.commands.badges import badges
from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports import files as export_files
from facilitator_tui.issuing import credentials
from facilitator_tui.issuing.credentials import variable
from facilitator_tui.store.file import Store
from facilitator_tui.store.ledger import Ledger
from tests.cohort_story import COURSE, CourseStory, on_day, write_course
from tests.issuing.obf_server import BADGE as THERE
from tests.issuing.obf_server import CLIENT, SECRET, Factory, serving

AMAL, BRUNO, CHIARA = "Amal Haddad", "Bruno Keller", "Chiara Conti"


@pytest.fixture
def story(store: Store, home: Path, monkeypatch: pytest.MonkeyPatch) -> CourseStory:
    """The course is over: Amal and Bruno are confirmed, Chiara came once."""
    story = CourseStory(store, home)
    story.group("Blue", AMAL, BRUNO, CHIARA)
    for module in range(1, 6):
        story.holds("Blue", module, (module - 1) * 7, [AMAL, BRUNO, *([CHIARA] if module == 1 else [])])
    story.hands_in_everything(AMAL, BRUNO)
    story.over(40)
    story.cohort(41).confirm("participant", [story.ids[AMAL], story.ids[BRUNO]], "Inês", on_day(41))
    monkeypatch.setattr(cohorts, "now_ms", lambda: on_day(42))
    return story


def run(*words: object, stdin: str = "") -> Result:
    return CliRunner().invoke(badges, [str(word) for word in words], input=stdin)


def export(folder: Path, *more: object, code: int = 0, to: str = "lines") -> str:
    result = run("export", COURSE, "--to", to, "--out", folder, *more)
    assert result.exit_code == code, result.output
    return result.output


def lines_in(folder: Path) -> list[str]:
    """The lines of every file for pasting, in the order of their names."""
    files = sorted(folder.glob("*-lines*.txt"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def actions(story: CourseStory, who: str) -> list[str]:
    return [line.action for line in Ledger(story.store).history(COURSE, "participant", story.ids[who])]


def corrected(story: CourseStory, who: str, module: int) -> None:
    """A fact is corrected after the export, and confirmed again."""
    recorder, _ = story.recorder(story.held["Blue", module], 42)
    story.must(recorder, c.Mark(story.ids[who], "absent", "it was her sister"))


# --- check


def test_pre_flight_says_who_goes_and_who_does_not(story: CourseStory) -> None:
    result = run("check", COURSE)
    assert result.exit_code == 0, result.output
    assert "Ready: 2. Held back: 0. Out already: 0." in result.output
    assert "2 people: 1 file of at most 2,500 lines" in result.output
    assert "is an example. Agree on it" in result.output
    assert "Not earned, and in no file: 1 not met." in result.output


def test_who_is_held_back_is_named_with_what_to_do(story: CourseStory) -> None:
    story.people.update(story.ids[AMAL], email="")
    story.people.update(story.ids[BRUNO], age="minor")
    result = run("check", COURSE)
    assert result.exit_code == 1
    assert "Held back: Amal Haddad (Blue)\n  no address: " in result.output
    assert "minor without consent: " in result.output
    found: dict[str, Any] = json.loads(run("check", COURSE, "--json").stdout)
    assert {each["name"]: each["reasons"][0]["kind"] for each in found["held"]} == {
        AMAL: "no address",
        BRUNO: "minor without consent",
    }
    assert (found["ready"], found["issuer"]) == ([], "obf")


def test_somebody_who_looked_lets_a_reason_through(story: CourseStory) -> None:
    story.people.update(story.ids[BRUNO], email="amal@example.org")
    assert run("check", COURSE).exit_code == 1
    result = run("check", COURSE, "--accept", "duplicate address")
    assert result.exit_code == 0
    assert "Goes, but look: Amal Haddad (Blue)" in result.output


# --- export


def test_an_export_writes_files_and_the_ledger(story: CourseStory, tmp_path: Path) -> None:
    said = export(tmp_path / "out")
    assert lines_in(tmp_path / "out") == [
        "Amal Haddad <amal@example.org>",
        "Bruno Keller <bruno@example.org>",
    ]
    assert "Entered into the ledger: 2 people." in said
    [line] = Ledger(story.store).history(COURSE, "participant", story.ids[AMAL])
    verdict = story.cohort(42).verdict("participant", story.ids[AMAL]).verdict
    assert (line.action, line.issuer, line.email) == ("exported", "obf", "amal@example.org")
    assert (line.rule, line.verdict) == (
        verdict.rule.sha256,
        verdict.confirmation and verdict.confirmation.of,
    )
    assert line.batch == "2026-04-13-neighbours-participant-lines.txt"


def test_a_second_export_holds_only_the_new(story: CourseStory, tmp_path: Path) -> None:
    export(tmp_path / "out")
    assert "Nobody new" in export(tmp_path / "out")
    assert actions(story, AMAL) == ["exported"]
    story.cohort(42).override(
        "participant", story.ids[CHIARA], True, "she led it all in writing", "Inês", on_day(42)
    )
    story.cohort(42).confirm("participant", [story.ids[CHIARA]], "Inês", on_day(42))
    export(tmp_path / "out")
    first, again = sorted((tmp_path / "out").iterdir(), key=lambda path: len(path.name))
    assert "Chiara" not in first.read_text(encoding="utf-8"), "an earlier file stays as it was"
    assert again.read_text(encoding="utf-8").splitlines() == ["Chiara Conti <chiara@example.org>"]


def test_what_changed_after_the_export_must_be_revoked_and_comes_again(
    story: CourseStory, tmp_path: Path
) -> None:
    export(tmp_path / "out")
    corrected(story, AMAL, 2)
    corrected(story, BRUNO, 2)
    corrected(story, BRUNO, 3)
    story.cohort(42).confirm("participant", [story.ids[AMAL]], "Inês", on_day(42))
    said = export(tmp_path / "out")
    assert "Revoke and re-award: 2." in said
    [revoke] = (tmp_path / "out").glob("*-revoke.csv")
    rows = revoke.read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows] == ["name", AMAL, BRUNO]
    assert ["yes" in row for row in rows[1:]] == [True, False], "Bruno has not earned it any more"
    assert actions(story, AMAL) == ["exported"], "nothing goes out before the old one is revoked"
    entered = run("enter", COURSE, AMAL, "--as", "revoked")
    assert entered.output == "Amal Haddad: revoked at obf, written by me.\n"
    export(tmp_path / "out")
    assert actions(story, AMAL) == ["exported", "revoked", "exported"]


def test_an_earlier_list_of_what_to_revoke_stays_as_it_was(story: CourseStory, tmp_path: Path) -> None:
    """Two are to be revoked; when one of them is, a second list on the same day has the other."""
    out = tmp_path / "out"
    export(out)
    for who in (AMAL, BRUNO):
        corrected(story, who, 2)
        corrected(story, who, 3)
    export(out)
    [first] = out.glob("*-revoke.csv")
    before = first.read_bytes()
    export(out)
    assert list(out.glob("*-revoke*.csv")) == [first], "the same list is not written twice"
    run("enter", COURSE, AMAL, "--as", "revoked")
    export(out)
    [second] = set(out.glob("*-revoke*.csv")) - {first}
    assert first.read_bytes() == before
    assert second.stem == f"{first.stem}-again-2"
    names = [row.split(",")[0] for row in second.read_text(encoding="utf-8-sig").splitlines()]
    assert names == ["name", BRUNO]


def test_what_is_out_is_never_lost_from_sight(story: CourseStory, tmp_path: Path) -> None:
    """A corrected fact makes Amal provisional again, and Bruno has not earned it any more."""
    export(tmp_path / "out")
    corrected(story, AMAL, 2)
    corrected(story, BRUNO, 2)
    corrected(story, BRUNO, 3)
    result = run("check", COURSE)
    assert "Ready: 0. Held back: 1. Out already: 2." in result.output
    assert (
        "Held back: Amal Haddad (Blue)\n  out and unconfirmed: The badge is out (exported, obf)"
        in result.output
    )
    assert "Revoke: 1.\n  Bruno Keller (Blue): By the verdict" in result.output
    found: dict[str, Any] = json.loads(run("check", COURSE, "--json").stdout)
    assert [each["name"] for each in found["out"]] == [AMAL, BRUNO]
    assert found["already"] == []


def test_a_badge_that_is_not_earned_yet_by_what_is_known_now_is_to_be_revoked(
    story: CourseStory, tmp_path: Path, home: Path
) -> None:
    """The survey gets more time, and it turns out that what was handed in was something else."""
    out = tmp_path / "out"
    export(out)
    story.over(100)
    written = write_course(home) / "course.yaml"
    text = written.read_text(encoding="utf-8")
    written.write_text(text.replace("due: day 40", "due: day 90"), encoding="utf-8")
    story.store.connection.execute("DELETE FROM delivery WHERE task = 'post-survey'")
    found: dict[str, Any] = json.loads(run("check", COURSE, "--json").stdout)
    assert [(each["name"], each["again"]) for each in found["revoke"]] == [(AMAL, None), (BRUNO, None)]
    export(out)
    [list_] = out.glob("*-revoke.csv")
    text = list_.read_text(encoding="utf-8-sig")
    assert text.count(",open,") == 2
    assert "By what is known now it is not earned (yet): post-survey" in text


def test_many_with_the_same_reason_stand_in_one_paragraph(story: CourseStory) -> None:
    for who in (AMAL, BRUNO):
        story.people.update(story.ids[who], email="")
    said = run("check", COURSE).output
    assert "Held back 2 people: Amal Haddad (Blue), Bruno Keller (Blue)\n  no address: " in said
    assert said.count("no address: ") == 1


def test_a_dry_run_writes_nothing(story: CourseStory, tmp_path: Path) -> None:
    said = export(tmp_path / "out", "--dry-run")
    assert "2026-04-13-neighbours-participant-lines.txt (2 people)" in said
    assert not (tmp_path / "out").exists()
    assert actions(story, AMAL) == []


def test_the_held_back_are_in_no_file(story: CourseStory, tmp_path: Path) -> None:
    story.people.update(story.ids[AMAL], email="amal at example")
    export(tmp_path / "out", code=1)
    assert lines_in(tmp_path / "out") == ["Bruno Keller <bruno@example.org>"]
    assert actions(story, AMAL) == []


def test_when_the_disk_refuses_nobody_counts_as_exported(
    story: CourseStory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def full(path: Path, content: bytes) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        path.write_bytes(content)

    monkeypatch.setattr(export_files, "write_whole", full)
    said = export(tmp_path / "out", "--per-file", 1, code=3)
    assert "No space left on device" in said
    assert list((tmp_path / "out").iterdir()) == []
    assert actions(story, AMAL) == actions(story, BRUNO) == []


def test_when_the_ledger_refuses_the_files_are_taken_away_again(
    story: CourseStory, tmp_path: Path, store: Store
) -> None:
    store.connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON issuance BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    export(tmp_path / "out", code=3)
    assert list((tmp_path / "out").iterdir()) == []


def test_files_of_ones_own_hold_everybody_and_leave_the_ledger_alone(
    story: CourseStory, tmp_path: Path
) -> None:
    export(tmp_path / "own", to="neutral-csv")
    [table] = (tmp_path / "own").iterdir()
    assert len(table.read_text(encoding="utf-8-sig").splitlines()) == 4
    export(tmp_path / "own", to="neutral-csv")
    assert list((tmp_path / "own").iterdir()) == [table], "the same table again"
    said = export(tmp_path / "pages", to="sheets")
    assert len(list((tmp_path / "pages").iterdir())) == 6
    assert "ledger" not in said
    assert actions(story, AMAL) == []


def test_a_template_is_filled_in(story: CourseStory, tmp_path: Path) -> None:
    template = tmp_path / "template.csv"
    template.write_text("Correo;Name;Issued on\n", encoding="utf-8")
    refused = export(tmp_path / "out", "--template", template, to="obf-csv", code=3)
    assert "No column for the e-mail address was found" in refused
    export(tmp_path / "out", "--template", template, "--column", "email=Correo", to="obf-csv")
    [file] = (tmp_path / "out").iterdir()
    assert file.read_text(encoding="utf-8").splitlines()[1] == "amal@example.org;Amal Haddad;2026-04-12"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("check", "elsewhere"), 3, "no course “elsewhere”"),
        (("check", COURSE, "--to", "pigeon"), 3, "There is no destination “pigeon”"),
        (("check", COURSE, "--badge", "gold"), 3, "no badge “gold”"),
        (("export", COURSE, "--to", "canvas", "--out", "out"), 3, "needs the id of the badge"),
        (
            ("export", COURSE, "--to", "open-badges", "--out", "out"),
            3,
            "the name of the issuing organisation",
        ),
        (("export", COURSE, "--to", "obf-csv", "--out", "out", "--template", "nowhere"), 3, "cannot be read"),
        (("export", COURSE, "--to", "obf-csv", "--out", "out", "--column", "email"), 2, "is not like"),
        (
            ("enter", COURSE, AMAL, "--as", "revoked"),
            3,
            "the ledger has no badge at any issuer that can be revoked",
        ),
        (("enter", COURSE, "Nobody", "--as", "revoked"), 3, "for nobody called “Nobody”"),
        (("send", COURSE), 3, "No issuer is configured"),
        (("secret", "obf"), 3, "No issuer is configured"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    story: CourseStory, words: tuple[str, ...], code: int, says: str
) -> None:
    result = run(*words)
    assert (result.exit_code, says in result.output) == (code, True), result.output


# --- the ledger


def test_the_ledger_shows_what_was_given(story: CourseStory, tmp_path: Path) -> None:
    assert run("ledger", COURSE).output == "Nothing was given to an issuer yet.\n"
    export(tmp_path / "out")
    told = run("ledger", COURSE).output.splitlines()
    assert len(told) == 2
    assert told[0].startswith(
        "2026-04-13 19:00  exported    Amal Haddad  participant at obf in 2026-04-13-neighbours"
    )
    found = json.loads(run("ledger", COURSE, "--badge", "participant", "--json").stdout)
    assert [each["person"] for each in found] == [story.ids[AMAL], story.ids[BRUNO]]
    assert {"rule", "verdict", "batch", "action", "issuer", "at_ms", "author"} <= set(found[0])


# --- an issuer's service


@pytest.fixture
def configured(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(variable("obf"), SECRET)
    config = home / "config.toml"
    config.write_text(_config("https://obf.example"), encoding="utf-8")
    return config


def _config(url: str) -> str:
    return f'[issuers.obf]\nclient = "{CLIENT}"\nurl = "{url}"\nbadges = {{participant = "{THERE}"}}\n'


def test_without_yes_nothing_is_sent(story: CourseStory, configured: Path) -> None:
    result = run("send", COURSE)
    assert result.exit_code == 0, result.output
    assert "2 people would get the badge from “obf”, in 1 call." in result.output
    assert "Nothing was sent." in result.output
    assert "file" not in result.output.replace("in no file", "")
    assert actions(story, AMAL) == []


def test_sending_reading_back_and_sending_again(story: CourseStory, configured: Path) -> None:
    minutes = count()  # each run comes long after the one before: the service gives no two tokens at once
    factory = Factory(lambda: 60.0 * next(minutes))
    with serving(factory) as url:
        configured.write_text(_config(url), encoding="utf-8")
        result = run("send", COURSE, "--yes")
        assert result.exit_code == 0, result.output
        assert "2 people: got the badge." in result.output
        assert actions(story, AMAL) == ["sending", "issued"]
        again = run("send", COURSE, "--yes")
        assert "Out already: 2." in again.output
        back = run("read-back", COURSE)
        assert back.exit_code == 0, back.output
    assert len(factory.calls("issue")) == 1
    assert sorted(factory.standing()) == ["amal@example.org", "bruno@example.org"]


def test_a_wrong_badge_is_revoked_and_awarded_again(story: CourseStory, configured: Path) -> None:
    minutes = count()
    factory = Factory(lambda: 60.0 * next(minutes))
    with serving(factory) as url:
        configured.write_text(_config(url), encoding="utf-8")
        assert run("send", COURSE, "--yes").exit_code == 0
        assert "Nobody would lose the badge at “obf”." in run("revoke", COURSE).output
        corrected(story, AMAL, 2)
        story.cohort(42).confirm("participant", [story.ids[AMAL]], "Inês", on_day(42))
        planned = run("revoke", COURSE)
        assert planned.exit_code == 0, planned.output
        assert "1 person would lose the badge at “obf”." in planned.output
        assert "Amal Haddad: The verdict has changed since" in planned.output
        assert "Nothing was revoked." in planned.output
        assert len(factory.standing()) == 2
        done = run("revoke", COURSE, "--yes")
        assert done.exit_code == 0, done.output
        assert "1 person: no longer has the badge." in done.output
        assert factory.standing() == ["bruno@example.org"]
        assert "1 person: got the badge." in run("send", COURSE, "--yes").output
    assert actions(story, AMAL) == ["sending", "issued", "revoked", "sending", "issued"]


def test_whoever_is_named_loses_the_badge_whatever_the_verdict(story: CourseStory, configured: Path) -> None:
    minutes = count()
    factory = Factory(lambda: 60.0 * next(minutes))
    with serving(factory) as url:
        configured.write_text(_config(url), encoding="utf-8")
        run("send", COURSE, "--yes")
        done = run("revoke", COURSE, BRUNO, "--yes")
        assert done.exit_code == 0, done.output
        assert "Bruno Keller: You asked for it." in done.output
    assert factory.standing() == ["amal@example.org"]
    assert actions(story, BRUNO)[-1] == "revoked"


def test_about_whoever_left_the_course_somebody_decides(story: CourseStory, configured: Path) -> None:
    minutes = count()
    factory = Factory(lambda: 60.0 * next(minutes))
    with serving(factory) as url:
        configured.write_text(_config(url), encoding="utf-8")
        run("send", COURSE, "--yes")
        story.withdraws(AMAL, 41)
        listed = run("revoke", COURSE, "--yes")
        assert "Nobody would lose the badge" in listed.output
        assert "Amal Haddad: The person has left the course since." in listed.output
        assert len(factory.standing()) == 2
        assert run("revoke", COURSE, AMAL, "--yes").exit_code == 0
    assert factory.standing() == ["bruno@example.org"]


def test_what_went_out_in_a_file_is_revoked_in_the_issuers_own_pages(
    story: CourseStory, configured: Path, tmp_path: Path
) -> None:
    export(tmp_path, "--issuer", "obf")
    result = run("revoke", COURSE, AMAL, "--yes")
    assert result.exit_code == 1
    assert "Nobody would lose the badge" in result.output
    assert "Amal Haddad: not from here" in result.output
    assert actions(story, AMAL) == ["exported"]


def test_a_service_that_is_not_there_is_a_sentence(story: CourseStory, configured: Path) -> None:
    configured.write_text(_config("http://127.0.0.1:9"), encoding="utf-8")
    result = run("send", COURSE, "--yes")
    assert result.exit_code == 3
    assert "cannot be reached" in result.output
    assert actions(story, AMAL) == []


def test_a_secret_is_asked_for_and_not_shown(
    story: CourseStory, configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr(credentials, "keep_secret", kept.__setitem__)
    monkeypatch.setattr(credentials, "forget_secret", lambda name: kept.pop(name, None) is not None)
    result = run("secret", "obf", stdin="much-too-secret\n")
    assert result.exit_code == 0, result.output
    assert kept == {"obf": "much-too-secret"}
    assert "much-too-secret" not in result.output
    assert "gone from" in run("secret", "obf", "--forget").output
    assert "not in" in run("secret", "obf", "--forget").output
