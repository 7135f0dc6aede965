"""A cohort: whose session counts, what a visit makes good, what was decided and under which rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator_tui.cohorts.cohort import Cohort
from facilitator_tui.cohorts.decisions import ERASED, revived
from facilitator_tui.cohorts.problem import CohortProblem
from facilitator_tui.cohorts.sessions import Sheets
from facilitator_tui.completion.evidence import Evidence, SessionEvidence
from facilitator_tui.completion.verdict import canonical, digest
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.presence import Status
from facilitator_tui.store.completion import Verdicts
from facilitator_tui.store.file import Store
from facilitator_tui.store.journal import StoredJournal
from tests.cohort_story import BADGE, MINUTE, CourseStory, by_name, on_day, states, write_course

ALL = ("Amal Haddad", "Bruno Keller", "Chiara Conti")
AMAL, BRUNO, CHIARA = ALL


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "facilitator.db") as opened:
        yield opened


@pytest.fixture
def story(store: Store, home: Path) -> CourseStory:
    story = CourseStory(store, home)
    story.group("Blue", *ALL)
    return story


def facts(cohort: Cohort, story: CourseStory, who: str) -> Evidence:
    return cohort.participant(story.ids[who]).facts


def session(cohort: Cohort, story: CourseStory, who: str, module: int) -> SessionEvidence:
    return next(each for each in facts(cohort, story, who).sessions if each.module == module)


def a_whole_course(story: CourseStory) -> None:
    """Five evenings: Amal is always there, Bruno misses two, Chiara one with an excuse; all hand everything in."""
    for module in range(1, 6):
        there = [AMAL, *([BRUNO] if module < 4 else []), *([CHIARA] if module > 1 else [])]
        marks: dict[str, Status] = {CHIARA: "excused"} if module == 1 else {}
        story.holds("Blue", module, (module - 1) * 7, there, marks=marks)
    story.hands_in_everything(*ALL)
    story.over(41)


# --- what is known of a session


def test_presence_is_measured_against_the_plan_of_the_course(story: CourseStory) -> None:
    story.holds("Blue", 1, 0, {AMAL: (0, 120), BRUNO: (20, 90)})
    cohort = story.cohort(1)
    amal, bruno, chiara = (session(cohort, story, who, 1) for who in ALL)
    assert (amal.stage, amal.planned_ms, amal.length_ms, amal.present_ms) == ("held", *[120 * MINUTE] * 3)
    assert (bruno.late_ms, bruno.present_ms, bruno.left_ms) == (20 * MINUTE, 70 * MINUTE, 30 * MINUTE)
    assert (chiara.present_ms, chiara.expected, chiara.confirmed) == (0, True, True)
    assert (amal.day, amal.starts_ms, amal.ends_ms) == (0, on_day(0), on_day(0, 120))


def test_a_session_that_was_not_closed_is_still_to_come(story: CourseStory) -> None:
    planned = story.plans("Blue", 2, 7)
    recorder, _ = story.recorder(planned, 7)
    story.must(recorder, c.Open(story.sessions.seats_to_open(story.sessions.get(planned), on_day(7))))
    cohort = story.cohort(7)
    assert [each.stage for each in facts(cohort, story, AMAL).sessions] == ["to come"] * 5
    assert session(cohort, story, AMAL, 2).starts_ms == on_day(7)
    assert session(cohort, story, AMAL, 3).starts_ms is None, "nobody has planned it yet"


def test_once_the_course_is_over_what_was_not_held_will_not_be(story: CourseStory) -> None:
    story.holds("Blue", 1, 0, ALL)
    story.over(35)
    assert {each.stage for each in facts(story.cohort(34), story, AMAL).sessions} == {"held", "to come"}
    later = facts(story.cohort(36), story, AMAL)
    assert [each.stage for each in later.sessions] == ["held", *["cancelled"] * 4]
    assert later.over


def test_a_mark_stands_beside_the_measure(story: CourseStory) -> None:
    story.holds("Blue", 1, 0, {AMAL: (0, 120)}, marks={AMAL: "technical", BRUNO: "excused"}, confirmed=False)
    cohort = story.cohort(1)
    amal, bruno = session(cohort, story, AMAL, 1), session(cohort, story, BRUNO, 1)
    assert (amal.marked, amal.present_ms, bruno.marked) == ("technical", 120 * MINUTE, "excused")
    assert not amal.confirmed


def test_days_count_from_the_first_session_where_nobody_said_the_first_day(story: CourseStory) -> None:
    story.group("Green", "Deniz Aksoy", first_day="")
    assert facts(story.cohort(3), story, "Deniz Aksoy").now is None, "nothing is overdue before it began"
    story.holds("Green", 1, 3, ["Deniz Aksoy"])
    now = facts(story.cohort(10), story, "Deniz Aksoy").now
    assert now is not None
    assert now.day == 7


def test_deliveries_have_their_day_in_the_zone_of_the_subgroup(story: CourseStory, store: Store) -> None:
    story.hands_in(
        AMAL, "post-survey", day=40
    )  # 18:00 and three hours: still day 40 in Lisbon, day 41 in Tbilisi
    [there] = facts(story.cohort(41), story, AMAL).deliveries
    store.connection.execute("UPDATE subgroup SET zone = 'Asia/Tbilisi'")
    [elsewhere] = facts(story.cohort(41), story, AMAL).deliveries
    assert (there.day, elsewhere.day) == (40, 41)


# --- whose session it is


def test_who_joins_late_was_not_expected_before(story: CourseStory) -> None:
    story.holds("Blue", 1, 0, [AMAL])
    story.joins("Deniz Aksoy", "Blue", 3)
    story.holds("Blue", 2, 7, [AMAL, "Deniz Aksoy"])
    cohort = story.cohort(8)
    first, second = (session(cohort, story, "Deniz Aksoy", module) for module in (1, 2))
    assert (first.stage, first.expected, first.present_ms) == ("held", False, 0)
    assert (second.expected, second.present_ms) == (True, 120 * MINUTE)
    assert facts(cohort, story, "Deniz Aksoy").joined_day == 3


def test_who_moves_takes_the_sessions_of_both_subgroups_along(story: CourseStory) -> None:
    story.group("Green", "Deniz Aksoy")
    story.holds("Blue", 1, 0, [AMAL])
    story.holds("Green", 1, 1, ["Deniz Aksoy"])
    story.moves(AMAL, "Blue", "Green", 3)
    blue, green = story.holds("Blue", 2, 7, [BRUNO]), story.holds("Green", 2, 8, [AMAL])
    cohort = story.cohort(9)
    assert session(cohort, story, AMAL, 1).session == story.held["Blue", 1]
    assert session(cohort, story, AMAL, 2).session == green != blue
    assert all(each.expected for each in facts(cohort, story, AMAL).sessions)
    assert cohort.participant(story.ids[AMAL]).subgroup.name == "Green"
    assert len(facts(cohort, story, AMAL).memberships) == 2


def test_who_moves_can_still_come_where_their_new_subgroup_is_not_there_yet(story: CourseStory) -> None:
    story.group("Green", "Deniz Aksoy")
    story.holds("Blue", 1, 0, [BRUNO])
    story.moves(AMAL, "Blue", "Green", 3)
    assert session(story.cohort(4), story, AMAL, 1).stage == "to come"
    story.holds("Green", 1, 5, ["Deniz Aksoy"])
    missed = session(story.cohort(6), story, AMAL, 1)
    assert (missed.stage, missed.present_ms, missed.expected) == ("held", 0, True)


def test_who_left_is_not_expected_any_more(story: CourseStory) -> None:
    story.holds("Blue", 1, 0, ALL)
    story.people.leave(story.groups["Blue"], story.ids[BRUNO], on_day(3))
    story.holds("Blue", 2, 7, [AMAL])
    cohort = story.cohort(8)
    assert [each.expected for each in facts(cohort, story, BRUNO).sessions] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_facilitators_and_producers_are_not_among_the_participants(story: CourseStory, store: Store) -> None:
    story.joins("Piotr Zieliński", "Blue", 0, "producer")
    story.joins("Olga Marin", "Blue", 0, "observer")
    story.joins("Wassim Trabelsi", "Blue", 0)
    story.joins("Wassim Trabelsi", "Blue", 1, "facilitator")  # entered as a participant by mistake
    store.connection.execute(
        "UPDATE membership SET course_role = 'debater' WHERE person = ?", (story.ids[BRUNO],)
    )
    roles = {each.person.name: each.role for each in story.cohort(2).participants}
    assert roles == {
        AMAL: "participant",
        BRUNO: "debater",
        CHIARA: "participant",
        "Olga Marin": "observer",
    }


def test_only_one_subgroup_with_what_its_people_did_elsewhere(story: CourseStory) -> None:
    story.group("Green", "Deniz Aksoy")
    story.holds("Blue", 1, 0, [BRUNO])
    story.holds("Green", 1, 1, [AMAL, "Deniz Aksoy"], guests=[AMAL])
    cohort = story.cohort(2, "blue")
    assert {each.person.name for each in cohort.participants} == set(ALL)
    assert [visit.module for visit in cohort.participant(story.ids[AMAL]).visits] == [1]
    assert {each.row.subgroup_name for each in cohort.sessions} == {"Blue"}


# --- made good elsewhere


@pytest.mark.parametrize(("minutes", "made_good"), [(84, True), (83, False)])
def test_a_visit_makes_good_what_the_badge_says_is_enough(
    story: CourseStory, minutes: float, made_good: bool
) -> None:
    story.group("Green", "Deniz Aksoy")
    story.holds("Blue", 1, 0, [AMAL])
    story.holds("Green", 1, 2, {"Deniz Aksoy": (0, 120), BRUNO: (0, minutes)}, guests=[BRUNO])
    story.over(40)
    cohort = story.cohort(41)
    [first] = [
        each for each in cohort.verdict("participant", story.ids[BRUNO]).verdict.sessions if each.module == 1
    ]
    assert first.counts == made_good
    assert first.session == story.held["Blue", 1], "it is the own session that is made good"


# --- verdicts and decisions


def test_the_verdicts_of_a_course_that_is_over(story: CourseStory) -> None:
    a_whole_course(story)
    story.withdraws(BRUNO, 40)
    found = by_name(story.cohort(42).verdicts("participant"))
    assert states(list(found.values())) == {
        "Amal": "Provisional",
        "Bruno": "Withdrew",
        "Chiara": "Provisional",
    }
    assert found[CHIARA].verdict.sessions[0].treated == "neutral"


def test_confirming_completes_and_keeps_what_was_confirmed(story: CourseStory, store: Store) -> None:
    a_whole_course(story)
    cohort = story.cohort(42)
    before = cohort.verdict("participant", story.ids[AMAL]).verdict
    [after] = cohort.confirm("participant", [story.ids[AMAL]], "Inês", on_day(42))
    assert (before.state, after.verdict.state) == ("Provisional", "Completed")
    assert after.verdict.confirmation is not None
    assert (after.verdict.confirmation.by, after.verdict.confirmation.of) == ("Inês", digest(before))
    [kept] = Verdicts(store).of_badge("neighbours", "participant")[story.ids[AMAL]]
    assert (kept.sha256, kept.canonical.encode()) == (digest(before), canonical(before))
    assert after.stored == (), "what is kept is what holds"
    assert states(story.cohort(43).verdicts("participant"))["Amal"] == "Completed"


def test_confirming_is_all_or_none_and_names_who_stands_in_the_way(story: CourseStory, store: Store) -> None:
    a_whole_course(story)
    cohort = story.cohort(42)
    with pytest.raises(CohortProblem, match=r"^Bruno Keller: Only a provisional verdict"):
        cohort.confirm("participant", [story.ids[AMAL], story.ids[BRUNO]], "Inês", on_day(42))
    assert store.rows("SELECT * FROM decision") == []


def test_a_corrected_fact_makes_a_confirmed_badge_provisional_again(story: CourseStory) -> None:
    a_whole_course(story)
    story.cohort(42).confirm("participant", [story.ids[AMAL]], "Inês", on_day(42))
    recorder, _ = story.recorder(story.held["Blue", 2], 43)
    story.must(recorder, c.Mark(story.ids[AMAL], "absent", "it was her sister"))
    found = story.cohort(44).verdict("participant", story.ids[AMAL])
    assert (found.verdict.state, found.verdict.confirmed_before) == ("Provisional", True)
    [old] = found.stored
    assert revived(old).sessions[1].counts


def test_a_changed_rule_stands_beside_the_old_one_which_can_be_run_again(
    story: CourseStory, home: Path
) -> None:
    a_whole_course(story)
    story.cohort(42).confirm("participant", [story.ids[AMAL], story.ids[CHIARA]], "Inês", on_day(42))
    stricter = BADGE.replace("version: 1", "version: 2").replace("80 %", "100 %")
    write_course(home, stricter.replace("attended: [1, 2, 3, 4]", "attended: [1, 2, 3, 4, 5]"))
    cohort = story.cohort(43)
    amal = cohort.verdict("participant", story.ids[AMAL])
    assert (amal.verdict.state, amal.verdict.rule.version) == ("Provisional", "2")
    [kept] = amal.stored
    [old] = cohort.earlier_rules("participant")
    assert (old.sha256, old.version) == (kept.rule, "1")
    again = {canonical(each) for each in cohort.verdicts_under(old)}
    assert kept.canonical.encode() in again, "the old rule on the old data gives the same bytes"


def test_a_person_overrides_the_rule_and_gives_it_back(story: CourseStory) -> None:
    a_whole_course(story)
    cohort, bruno = story.cohort(42), story.ids[BRUNO]
    [found] = cohort.override("participant", bruno, True, "he led the closing evening", "Inês", on_day(42))
    assert (found.verdict.state, found.verdict.met) == ("Provisional", True)
    assert found.verdict.why.endswith("earned, because he led the closing evening.")
    [found] = cohort.confirm("participant", [bruno], "Inês", on_day(42, 1))
    assert found.verdict.state == "Completed"
    [found] = cohort.rule_decides("participant", bruno, "Inês", on_day(42, 2))
    assert (found.verdict.state, found.verdict.confirmed_before) == ("Failed", True)
    assert [line.kind for line in found.ruling.lines] == ["earned", "confirmed", "rule decides"]


def test_a_badge_is_held_back_and_released(story: CourseStory) -> None:
    a_whole_course(story)
    cohort, amal = story.cohort(42), story.ids[AMAL]
    [held] = cohort.hold("participant", amal, "the name is being asked", "Inês", on_day(42))
    assert held.verdict.state == "OnHold"
    with pytest.raises(CohortProblem, match="OnHold"):
        cohort.confirm("participant", [amal], "Inês", on_day(42, 1))
    [free] = cohort.release("participant", amal, "Inês", on_day(42, 2))
    assert free.verdict.state == "Provisional"


def test_decisions_that_say_nothing_are_refused(story: CourseStory) -> None:
    a_whole_course(story)
    cohort, amal = story.cohort(42), story.ids[AMAL]
    with pytest.raises(CohortProblem, match="needs who decides it and why"):
        cohort.override("participant", amal, False, "  ", "Inês", on_day(42))
    with pytest.raises(CohortProblem, match="no override to take back"):
        cohort.rule_decides("participant", amal, "Inês", on_day(42))
    with pytest.raises(CohortProblem, match="not held back"):
        cohort.release("participant", amal, "Inês", on_day(42))
    story.withdraws(AMAL, 41)
    with pytest.raises(CohortProblem, match="left the course"):
        story.cohort(42).override("participant", amal, True, "she did all", "Inês", on_day(42))


def test_a_decision_outlives_its_erased_reason(story: CourseStory, store: Store) -> None:
    a_whole_course(story)
    cohort, bruno = story.cohort(42), story.ids[BRUNO]
    cohort.override("participant", bruno, True, "a private matter", "Inês", on_day(42))
    store.connection.execute("DELETE FROM decision_text")
    found = story.cohort(43).verdict("participant", bruno).verdict
    assert found.override is not None
    assert (found.met, found.override.why) == (True, ERASED)


def test_an_observer_gets_no_verdict(story: CourseStory) -> None:
    story.joins("Olga Marin", "Blue", 0, "observer")
    cohort = story.cohort(1)
    assert "Olga Marin" not in by_name(cohort.verdicts("participant"))
    with pytest.raises(CohortProblem, match="not for Olga Marin, who is observer"):
        cohort.verdict("participant", story.ids["Olga Marin"])


# --- what can still be


def test_reach_and_what_hangs_on_the_next_session(story: CourseStory) -> None:
    for module in (1, 2, 3, 4):
        story.holds("Blue", module, (module - 1) * 7, [AMAL, *([BRUNO] if module < 4 else [])])
    story.hands_in_everything(AMAL, BRUNO)
    cohort = story.cohort(23)
    assert {
        each.person.name: cohort.reach("participant", each.person.id).kind for each in cohort.participants
    } == {
        AMAL: "safe",
        BRUNO: "needs",
        CHIARA: "out of reach",
    }
    assert [each.participant for each in cohort.stakes("participant")] == [story.ids[BRUNO]]


def test_another_threshold_moves_people(story: CourseStory) -> None:
    a_whole_course(story)
    cohort = story.cohort(42)
    assert [each.participant for each in cohort.moved("participant", "sessions", 60)] == [story.ids[BRUNO]]
    with pytest.raises(CohortProblem, match='has no criterion "dairy"'):
        cohort.moved("participant", "dairy", 1)


# --- awards


def test_an_award_says_everything_about_the_person(story: CourseStory, store: Store) -> None:
    a_whole_course(story)
    story.people.update(
        story.ids[AMAL], certificate_name="Amal M. Haddad", age="minor", guardian_consent="yes"
    )
    cohort = story.cohort(42)
    cohort.confirm("participant", [story.ids[AMAL]], "Inês", on_day(42))
    awarding = cohort.awarding("participant")
    [amal] = awarding.completed()
    assert (amal.recipient.badge_name, amal.recipient.email) == ("Amal M. Haddad", "amal@example.org")
    assert (amal.recipient.subgroup, amal.recipient.minor, amal.recipient.guardian_consent) == (
        "Blue",
        True,
        True,
    )
    assert amal.credits is not None
    assert amal.credits.planned == 1.0, "10 h live and 15 h own work"
    assert amal.completed_ms == on_day(42)
    assert awarding.facilitators == ("Facilitator of Blue",)
    assert (awarding.from_ms, awarding.to_ms) == (on_day(0), on_day(28, 120))
    assert awarding.session_names[story.held["Blue", 1]] == "Blue, session 1 (2 Mar)"


def test_who_counts_as_absent_and_spoke_is_named(story: CourseStory) -> None:
    story.holds("Blue", 1, 0, [AMAL], speaks=[BRUNO], marks={BRUNO: "absent"})
    awards = {
        each.recipient.name: each.absent_but_spoke for each in story.cohort(1).awarding("participant").awards
    }
    assert awards == {AMAL: (), BRUNO: (1,), CHIARA: ()}


# --- finding


def test_what_cannot_be_found_is_said_with_what_there_is(
    story: CourseStory, store: Store, home: Path
) -> None:
    with pytest.raises(CohortProblem, match=r"no course “nachbarn”.*neighbours"):
        Cohort.open(store, "nachbarn", on_day(1))
    assert Cohort.open(store, "good NEIGHBOURS ", on_day(1)).course.id == "neighbours"
    with pytest.raises(CohortProblem, match=r"no subgroup “Red”. It has: Blue"):
        Cohort.open(store, "neighbours", on_day(1), "Red")
    with pytest.raises(CohortProblem, match="no badge “gold”: name one of participant"):
        story.cohort(1).badge("gold")
    assert story.cohort(1).badge().id == "participant"
    (home / "plans" / "neighbours" / "3.md").write_text("nothing\n", encoding="utf-8")
    with pytest.raises(CohortProblem, match=r"has errors.*plan check"):
        story.cohort(1)


def test_a_session_is_folded_again_only_when_something_was_written_into_it(
    story: CourseStory, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.holds("Blue", 1, 0, [AMAL])
    story.holds("Blue", 2, 7, [AMAL])
    sheets, folded, journal = Sheets(store), list[str](), store.journal

    def noticed(session: str) -> StoredJournal:
        folded.append(session)
        return journal(session)

    monkeypatch.setattr(store, "journal", noticed)
    Cohort.open(store, "neighbours", on_day(8), sheets=sheets).verdicts("participant")
    assert sorted(folded) == sorted(story.held.values())
    folded.clear()
    recorder, _ = story.recorder(story.held["Blue", 1], 9)
    story.must(recorder, c.Mark(story.ids[BRUNO], "excused", "a letter came"))
    folded.clear()
    again = Cohort.open(store, "neighbours", on_day(9), sheets=sheets)
    assert session(again, story, BRUNO, 1).marked == "excused"
    assert folded == [story.held["Blue", 1]]
