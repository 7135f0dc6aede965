"""``completion COURSE``: verdicts for people and for programs, the two questions, and the decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from facilitator_tui.clock import SetClock
from facilitator_tui.commands import cohorts
from facilitator_tui.commands.completion import completion
from facilitator_tui.store.file import Store
from tests.cohort_story import BADGE, CourseStory, on_day, write_course

AMAL, BRUNO, CHIARA, DENIZ = "Amal Haddad", "Bruno Keller", "Chiara Conti", "Deniz Aksoy"


@pytest.fixture
def story(store: Store, home: Path, monkeypatch: pytest.MonkeyPatch) -> CourseStory:
    """Four evenings were held: Amal was always there, Bruno three times, Chiara once, Deniz never."""
    story = CourseStory(store, home)
    story.group("Blue", AMAL, BRUNO)
    story.group("Green", CHIARA, DENIZ)
    for module in range(1, 5):
        there = [AMAL, *([BRUNO] if module < 4 else [])]
        story.holds("Blue", module, (module - 1) * 7, there)
        story.holds("Green", module, (module - 1) * 7 + 1, [CHIARA] if module == 1 else [])
    story.hands_in_everything(AMAL, BRUNO)
    it_is(monkeypatch, 24)
    return story


def it_is(monkeypatch: pytest.MonkeyPatch, day: float) -> None:
    clock = SetClock(on_day(day))
    monkeypatch.setattr(cohorts, "now_ms", clock.now_ms)
    monkeypatch.setattr("facilitator_tui.commands.completion.now_ms", clock.now_ms)


def run(*words: object) -> Result:
    return CliRunner().invoke(completion, [str(word) for word in words])


def values(*words: object) -> list[dict[str, Any]]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def lines(*words: object) -> list[str]:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_who_needs_help_stands_first_with_a_sentence(story: CourseStory) -> None:
    heading, *rest = lines("neighbours")
    assert heading == (
        "Good neighbours: Dialogue participant (participant). Rule, version 1: an example: agree on it with the "
        "organisation that awards the badge."
    )
    assert [line.split(":")[0] for line in rest] == [
        "In progress Bruno Keller (Blue)",
        "In progress Chiara Conti (Green)",
        "Enrolled    Deniz Aksoy (Green)",
        "Provisional Amal Haddad (Blue)",
    ]
    assert rest[0].endswith("Needs the next session.")


def test_the_documented_shape(story: CourseStory) -> None:
    found = {each["name"]: each for each in values("neighbours")}
    amal = found[AMAL]
    assert amal["participant"] == story.ids[AMAL]
    assert (amal["badge"], amal["met"], amal["subgroup"]) == ("participant", True, "Blue")
    assert [(each["id"], each["needed"], each["achieved"], each["met"]) for each in amal["criteria"]] == [
        ("sessions", 4, 4, True),
        ("diary", 3, 5, True),
        ("post-survey", 1, 1, True),
    ]
    assert all(each["why"] for each in amal["criteria"])
    assert amal["reach"]["kind"] == "safe"
    assert set(amal["rule"]) == {"id", "version", "sha256"}
    assert found[DENIZ]["verdict"] == "Enrolled"
    assert found[BRUNO]["reach"]["sessions"] == 1


def test_only_one_subgroup(story: CourseStory) -> None:
    assert {each["name"] for each in values("neighbours", "--subgroup", "green")} == {CHIARA, DENIZ}
    assert "(Green)" not in "\n".join(lines("neighbours", "--subgroup", "green"))


def test_minutes_are_minutes(story: CourseStory, home: Path) -> None:
    minutes = BADGE[: BADGE.index("        - attend")] + "        - minutes: 75 %\n          of: held\n"
    write_course(home, minutes)
    [found] = [each for each in values("neighbours") if each["name"] == BRUNO]
    [criterion] = found["criteria"]
    assert (criterion["unit"], criterion["needed"], criterion["achieved"]) == ("minutes", 360, 360)


def test_whom_another_threshold_would_move(story: CourseStory, monkeypatch: pytest.MonkeyPatch) -> None:
    story.over(30)
    it_is(monkeypatch, 41)
    told = lines("neighbours", "--if", "sessions=100")
    assert told[1] == "If sessions were 100: no people would move. Nothing was changed."
    told = lines("neighbours", "--if", "sessions=60")
    assert told[1] == "If sessions were 60: 1 person would move. Nothing was changed."
    assert told[2].startswith("Bruno Keller: Failed → Provisional.")
    [moved] = values("neighbours", "--if", "sessions=60")
    assert (moved["before"]["met"], moved["after"]["met"]) == (False, True)


def test_whose_verdict_hangs_on_the_next_session(story: CourseStory) -> None:
    told = lines("neighbours", "--next")
    assert told[1] == "On their next session hangs the verdict of 1 person."
    assert told[2].startswith("Bruno Keller, session 5. Missing it: ")
    [stake] = values("neighbours", "--next")
    assert (stake["module"], stake["there"]["kind"]) == (5, "safe")


def test_from_a_verdict_to_a_confirmed_badge(story: CourseStory, monkeypatch: pytest.MonkeyPatch) -> None:
    story.over(30)
    it_is(monkeypatch, 41)
    assert run("confirm", "neighbours", BRUNO).exit_code == 3
    told = lines("confirm", "neighbours", "--all-met")
    assert told[1].startswith("Completed   Amal Haddad: ")
    assert told[2] == "Confirmed by me: 1 person."
    assert lines("confirm", "neighbours", "--all-met")[-1] == "Confirmed by me: no people."
    [override] = lines(
        "override", "neighbours", "BRUNO@example.org", "--earned", "--why", "she hosted an evening"
    )
    assert override.startswith("Provisional Bruno Keller: Decided by a person")
    lines("confirm", "neighbours", story.ids[BRUNO])
    found = {each["name"]: each["verdict"] for each in values("neighbours")}
    assert found == {AMAL: "Completed", BRUNO: "Completed", CHIARA: "Failed", DENIZ: "Enrolled"}
    [back] = lines("override", "neighbours", BRUNO, "--rule-decides")
    assert back.startswith("Failed      Bruno Keller: Not met: attended 3 of the 4 sessions held")


def test_a_badge_is_held_back_and_released(story: CourseStory, monkeypatch: pytest.MonkeyPatch) -> None:
    story.over(30)
    it_is(monkeypatch, 41)
    [held] = lines("hold", "neighbours", AMAL, "--why", "asked for another name")
    assert held.startswith(
        "On hold     Amal Haddad: Everything is met. Held back, because asked for another name."
    )
    [free] = lines("release", "neighbours", AMAL)
    assert free.startswith("Provisional")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("elsewhere",), 3, "There is no course “elsewhere”. Courses are: "),
        (("neighbours", "--badge", "gold"), 3, "no badge “gold”: name one of participant"),
        (("neighbours", "--subgroup", "Red"), 3, "no subgroup “Red”. It has: Blue, Green."),
        (("neighbours", "--if", "sessions"), 2, "is not like sessions=60"),
        (("neighbours", "--if", "dairy=2"), 3, 'no criterion "dairy"'),
        (("neighbours", "--if", "sessions=2", "--next"), 2, "ask one at a time"),
        (("confirm", "neighbours"), 2, "Name people, or give --all-met"),
        (("confirm", "neighbours", "Nobody"), 3, "for nobody called “Nobody”"),
        (("override", "neighbours", AMAL), 2, "Give one of --earned"),
        (("override", "neighbours", AMAL, "--not-earned"), 3, "needs who decides it and why"),
        (("hold", "neighbours", AMAL), 3, "needs who decides it and why"),
        (("release", "neighbours", AMAL), 3, "this badge is not held back"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    story: CourseStory, words: tuple[str, ...], code: int, says: str
) -> None:
    result = run(*words)
    assert (result.exit_code, says in result.output) == (code, True), result.output


def test_reading_makes_no_store(home: Path) -> None:
    assert run("neighbours").exit_code == 3
    assert not (home / "facilitator.db").exists()
