"""The page for a participant: all that concerns the person, and nothing that does not."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from markdown_it import MarkdownIt

from facilitator_tui.completion.evidence import Evidence, Withdrawal
from facilitator_tui.completion.verdict import Hold, Override, Verdict, confirm, decide
from facilitator_tui.exports.badges.sheet import sheet_of, to_html, to_markdown
from facilitator_tui.issuing.award import Award
from facilitator_tui.plain import plain
from facilitator_tui.plans.course import Attend, Group, Handed, Presence
from tests.completion.people import coming, person, session
from tests.exports.badges.people import (
    BADGE,
    CONFIRMED_MS,
    HOSTILE_NAMES,
    LISBON,
    award,
    awarding,
    earned,
    evidence,
    the_rule,
)
from tests.exports.pages import SHEET, Page


def markdown(of: Award, **more: Any) -> str:
    return to_markdown(awarding(of, **more), of, LISBON)


def html(of: Award, **more: Any) -> str:
    return to_html(awarding(of, **more), of, LISBON)


def decided(facts: Evidence, **more: Any) -> Verdict:
    return decide(the_rule(), facts, **more)


def test_the_page_says_what_was_asked_and_what_was_reached() -> None:
    page = markdown(award("Amina Haddad", subgroup="Group 3"))
    lines = page.replace("\u2068", "").replace("\u2069", "").splitlines()
    assert lines == [
        "# Amina Haddad",
        "",
        "- Course: Belonging",
        "- From, to: 2026-02-25, 2026-03-25",
        "- Subgroup: Group 3",
        "- Took part as: participant",
        "- Led by: Noor, Tomás",
        "- Badge: Dialogue participant",
        "- Where it stands: Earned, and confirmed by a person on 2026-03-27.",
        "- As of: 2026-03-28",
        "",
        "## What was asked",
        "",
        "- Rule participant, version 2, agreed on with the organisation that awards the badge.",
        "- attend at least 80 % of the sessions held, rounded up",
        "- hand in diary 3 times",
        "- A session counts as attended when: present for at least 70 % of the session; excused: absent; technical "
        "trouble: absent.",
        "",
        "## What was reached",
        "",
        "- 4 of 5 sessions counted as attended.",
        "- Met: attended 4 of the 5 sessions held, 4 needed (80 % of 5): attended 1, 2, 3, 4; absent 5.",
        "- Met: diary: 3 handed in, 3 needed.",
        "",
        "## Sessions",
        "",
        "| Session | Status | Present | Counts |",
        "|---|--:|--:|--:|",
        "| 1 | present | 120 min | yes |",
        "| 2 | present | 120 min | yes |",
        "| 3 | present | 120 min | yes |",
        "| 4 | present | 120 min | yes |",
        "| 5 | absent | 0 min | no |",
        "",
        "## Hours and credits",
        "",
        "- Planned workload: 8 h live + 15 h own work = 23 h. 23 h ÷ 25 h = 0.92 credits.",
        "- With evidence: 8 h live + 12 h own work handed in = 20 h. 20 h ÷ 25 h = 0.8 credits.",
        "- The awarding institution decides.",
    ]


def test_both_forms_say_the_same() -> None:
    who = award("Amina Haddad")
    shown = " ".join(" ".join(Page(html(who)).words).split())
    rendered = Page(MarkdownIt("commonmark").enable("table").render(markdown(who)))
    for words in rendered.words:
        clean = words.replace("\u2068", "").replace("\u2069", "").strip()
        assert clean in shown


@pytest.mark.parametrize(
    ("verdict", "says"),
    [
        (decided(evidence()), "a person has still to confirm it"),
        (decided(evidence(missed=(3, 4, 5))), "Attended, no badge."),
        (decided(person(session(1), coming(2), tasks=["diary"])), "The course is still running."),
        (decided(evidence(missed=(1, 2, 3, 4, 5), tasks=())), "Where it stands: \u2068Enrolled."),
        (decided(evidence(withdrawal=Withdrawal(5, "ill"))), "Left the course."),
        (decided(evidence(), hold=Hold("Sofia", 1, "survey")), "looked at before it is awarded"),
    ],
)
def test_every_state_in_words_for_the_person(verdict: Verdict, says: str) -> None:
    assert says in markdown(award(verdict=verdict))
    assert "Failed" not in html(award(verdict=verdict))


@pytest.mark.parametrize(
    "verdict",
    [
        decided(evidence(withdrawal=Withdrawal(5, "family-matter"))),
        decided(evidence(), hold=Hold("Sofia", 1, "family-matter")),
        confirm(
            decided(evidence(missed=(4, 5)), override=Override("Sofia", 1, "family-matter", earned=True)),
            "Sofia",
            CONFIRMED_MS,
        ),
    ],
)
def test_no_reason_and_nobody_who_decided_is_on_it(verdict: Verdict) -> None:
    for page in (markdown(award(verdict=verdict)), html(award(verdict=verdict))):
        assert "family-matter" not in page
        assert "Sofia" not in page


def test_an_override_is_said_to_be_one() -> None:
    override = Override("Sofia", 1, "x", earned=True)
    verdict = confirm(decided(evidence(missed=(4, 5)), override=override), "Sofia", CONFIRMED_MS)
    assert "A person decided beside the rule." in markdown(award(verdict=verdict))


def test_an_example_rule_is_called_one_and_no_criteria_official() -> None:
    badge = msgspec.structs.replace(BADGE, standing="example")
    page = markdown(award(verdict=earned(badge)), badge=badge)
    assert "an example, not agreed on with any organisation" in page
    assert "official" not in page.casefold()


def test_sessions_that_are_excused_cancelled_or_still_to_come() -> None:
    presence = Presence(excused="neutral")
    badge = msgspec.structs.replace(BADGE, needs=Attend(sessions=1), presence=presence)
    facts = person(session(1), session(2, 0, marked="excused"), coming(3), session(4, 0, stage="cancelled"))
    page = sheet_of(awarding(badge=badge), award(verdict=decide(the_rule(badge), facts)), LISBON)
    (sessions,) = [each for each in page.sections if each.title == "Sessions"]
    assert sessions.rows == (
        ("1", "present", "120 min", "yes"),
        ("2", "excused", "0 min", "is left out of the count"),
        ("3", "to come", "–", "–"),
        ("4", "cancelled", "–", "–"),
    )


def test_minutes_are_those_of_a_clock_unless_that_made_a_short_session_look_long_enough() -> None:
    """Opening and joining are never the same moment; 84 of 120 minutes count."""
    minutes = {1: 119.9997, 2: 83.9, 3: 84.03, 4: 120, 5: 0}
    sessions = tuple(session(module, there) for module, there in minutes.items())
    page = markdown(award(verdict=decided(person(*sessions, tasks=["diary"] * 3, over=True))))
    shown = [
        line.split("|")[3].strip()
        for line in page.splitlines()
        if line.startswith(tuple("|" + f" {n} " for n in minutes))
    ]
    assert shown == ["120 min", "83 min", "84 min", "120 min", "0 min"]


def test_alternatives_are_told_apart_from_what_everybody_needs() -> None:
    badge = msgspec.structs.replace(BADGE, needs=Group((Attend(sessions=4), Handed("diary", 9)), 1))
    page = markdown(award(verdict=earned(badge)), badge=badge)
    assert "- 1 of 2 needed: attend at least 4 sessions" in page
    assert "- Not met: diary" in page


def test_a_course_without_hours_states_no_credits() -> None:
    assert "Hours and credits" not in markdown(award(credits=None))


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_name_is_obeyed(name: str) -> None:
    who = award("Amina", certificate_name=name, institution=name)
    page = Page(html(who))
    assert plain(name) in " ".join(page.words)
    assert page.tags <= SHEET
    rendered = MarkdownIt("commonmark", {"html": False}).render(markdown(who))
    assert "<b>" not in rendered


def test_names_from_right_to_left_do_not_turn_the_page() -> None:
    page = html(award("زينب الفهري"))
    assert '<h1 dir="auto">زينب الفهري</h1>' in page
    assert "<bdi>Belonging</bdi>" in page
    assert markdown(award("زينب الفهري")).startswith("# \u2068زينب الفهري\u2069\n")


def test_the_page_prints_on_a4_and_loads_nothing() -> None:
    page = html(award())
    assert "size: A4" in page
    assert not re.search(r"<script|<link|<img|https?://|url\(|@import", page)
