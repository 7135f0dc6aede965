"""The completion screen and the export dialog over a real store: what is seen, decided, written and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator_tui.clock import SetClock
from facilitator_tui.desks.badge_export import StoreBadgeExportDesk
from facilitator_tui.desks.completion import StoreCompletionDesk
from facilitator_tui.exports.badges.destinations import DESTINATIONS
from facilitator_tui.screens.badge_export import BadgeExportScreen
from facilitator_tui.screens.completion import CompletionScreen
from facilitator_tui.screens.completion_port import Look, Written
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.ledger import Ledger
from facilitator_tui.store.people import People
from facilitator_tui.widgets.completion_seen import Seen, in_order, reach_words
from tests.cohort_story import BADGE, COURSE, CourseStory, on_day, write_course
from tests.screen_text import picture
from tests.screens.desks import OneScreen

ALL = ("Amal Haddad", "Bruno Keller", "Chiara Conti")
AMAL, BRUNO, CHIARA = ALL
ID = "participant"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "facilitator.db") as opened:
        yield opened


@pytest.fixture
def story(store: Store, home: Path) -> CourseStory:
    """Five evenings are over: Amal was always there, Chiara was excused once, Bruno missed two."""
    story = CourseStory(store, home)
    story.group("Blue", *ALL)
    for module in range(1, 6):
        there = [AMAL, *([BRUNO] if module < 4 else []), *([CHIARA] if module > 1 else [])]
        story.holds("Blue", module, (module - 1) * 7, there, marks={CHIARA: "excused"} if module == 1 else {})
    story.hands_in_everything(*ALL)
    story.over(41)
    return story


@pytest.fixture
def desk(story: CourseStory) -> StoreCompletionDesk:
    desk = StoreCompletionDesk(story.store, SetClock(on_day(42)), "Miriam")
    desk.open(COURSE, "")
    return desk


def by_name(desk: StoreCompletionDesk) -> dict[str, Seen]:
    return {each.name: each for each in desk.people(ID)}


# --- what is seen


def test_the_only_subgroup_is_opened_without_asking(desk: StoreCompletionDesk, story: CourseStory) -> None:
    only = desk.only()
    assert only is not None
    assert (only.course, only.subgroup, only.name, only.people) == (COURSE, story.groups["Blue"], "Blue", 3)
    assert desk.need_help(only) == "3 people · 1 out of reach · 2 to confirm"


def test_of_several_subgroups_one_is_chosen_or_the_whole_course(
    desk: StoreCompletionDesk, story: CourseStory
) -> None:
    story.group("Red", "Deniz Yıldız")
    assert desk.only() is None
    assert [(card.name, card.people) for card in desk.groups()] == [("", 4), ("Blue", 3), ("Red", 1)]
    seen = desk.open("", story.groups["Red"])
    assert (seen.course, seen.subgroup_name, seen.grouped) == (COURSE, "Red", False)
    assert [each.name for each in desk.people(ID)] == ["Deniz Yıldız"]
    assert desk.open(COURSE, "").grouped


def test_what_stands_around_the_grid(desk: StoreCompletionDesk) -> None:
    seen = desk.open(COURSE, "")
    [badge] = seen.badges
    assert (badge.id, badge.version, badge.agreed) == (ID, "1", False)
    assert badge.criteria == ("sessions", "diary", "post-survey")
    assert seen.zone == "Europe/Lisbon"
    assert [(each.module, each.held, each.confirmed) for each in seen.sessions] == [
        (module, True, True) for module in range(1, 6)
    ]


def test_a_subgroup_without_a_course_is_told_in_a_sentence(desk: StoreCompletionDesk, store: Store) -> None:
    alone = People(store).add_subgroup("Alone", "", "Europe/Lisbon", on_day(0))
    with pytest.raises(DeskProblem, match=r"“Alone” belongs to no course.*from a course"):
        desk.open("", alone)


def test_who_cannot_reach_it_any_more_stands_first(desk: StoreCompletionDesk) -> None:
    assert [(each.name, reach_words(each)) for each in in_order(desk.people(ID))] == [
        (BRUNO, "out of reach"),
        (AMAL, "met"),
        (CHIARA, "met"),
    ]


# --- what is decided


def test_a_decision_stays_with_who_when_and_why(desk: StoreCompletionDesk, story: CourseStory) -> None:
    desk.confirm(ID, [story.ids[AMAL], story.ids[CHIARA]])
    desk.hold(ID, story.ids[CHIARA], "two accounts")
    desk.override(ID, story.ids[BRUNO], True, "took part by phone")
    found = by_name(desk)
    assert {name: each.state for name, each in found.items()} == {
        AMAL: "Completed",
        BRUNO: "Provisional",
        CHIARA: "OnHold",
    }
    assert [(each.kind, each.author, each.why) for each in found[CHIARA].decisions] == [
        ("confirmed", "Miriam", ""),
        ("held", "Miriam", "two accounts"),
    ]
    desk.release(ID, story.ids[CHIARA], "")
    desk.override(ID, story.ids[BRUNO], None, "")
    assert {name: each.state for name, each in by_name(desk).items()} == {
        AMAL: "Completed",
        BRUNO: "Failed",
        CHIARA: "Completed",
    }


def test_all_are_confirmed_or_none(desk: StoreCompletionDesk, story: CourseStory) -> None:
    with pytest.raises(DeskProblem, match="Bruno Keller: Only a provisional verdict"):
        desk.confirm(ID, [story.ids[AMAL], story.ids[BRUNO]])
    assert by_name(desk)[AMAL].state == "Provisional"


def test_what_was_decided_under_an_older_rule_is_still_to_be_seen(
    desk: StoreCompletionDesk, story: CourseStory, home: Path
) -> None:
    desk.confirm(ID, [story.ids[AMAL]])
    write_course(home, BADGE.replace("version: 1", "version: 2").replace("count: 3", "count: 5"))
    desk.open(COURSE, "")
    amal = by_name(desk)[AMAL]
    assert amal.state == "Provisional"
    [earlier] = amal.earlier
    assert (earlier.version, earlier.state, earlier.same_rule) == ("1", "Provisional", False)


# --- questions


def test_every_number_of_the_rule_can_be_thought_differently(desk: StoreCompletionDesk) -> None:
    found = {each.criterion: each for each in desk.thresholds(ID)}
    assert {id_: (each.number, each.least, each.most, each.unit) for id_, each in found.items()} == {
        "all": (3, 1, 3, "parts"),
        "sessions": (80, 5, 100, "%"),
        "diary": (3, 1, 5, "times"),
        "presence": (70, 0, 100, "%"),
    }


def test_another_threshold_says_who_would_get_the_badge(
    desk: StoreCompletionDesk, story: CourseStory
) -> None:
    [moved] = desk.moved(ID, "sessions", 60)
    assert (moved.person, moved.before, moved.after) == (story.ids[BRUNO], "Failed", "Provisional")
    assert (moved.gets, moved.loses) == (True, False)
    assert by_name(desk)[BRUNO].state == "Failed"


def test_the_page_for_a_participant_can_be_read(desk: StoreCompletionDesk, story: CourseStory) -> None:
    [heading, *rest] = desk.sheet(ID, story.ids[AMAL])
    assert getattr(heading, "text", "") == AMAL
    assert any("5 of 5 sessions counted" in str(each) for each in rest)


# --- export


def confirmed(desk: StoreCompletionDesk, story: CourseStory, *names: str) -> StoreBadgeExportDesk:
    desk.confirm(ID, [story.ids[name] for name in names])
    return desk.exporting(COURSE)


def exported(desk: StoreBadgeExportDesk, to: str, folder: Path) -> tuple[Look, Written]:
    look = desk.look(ID, to, ())
    written = desk.write(look, folder, lambda done, of: None)
    desk.keep(look, written)
    return look, written


def test_every_destination_can_be_chosen(desk: StoreCompletionDesk) -> None:
    targets = desk.exporting(COURSE).targets()
    assert [each.id for each in targets] == list(DESTINATIONS)
    assert all(each.then for each in targets)
    [csv] = [each for each in targets if each.id == "obf-csv"]
    assert csv.limit.startswith("At most 10,000 rows in a file, 2,000 a day (with the PRO level")


def test_files_come_first_and_the_ledger_after_them(
    desk: StoreCompletionDesk, story: CourseStory, tmp_path: Path
) -> None:
    export = confirmed(desk, story, AMAL)
    look, written = exported(export, "lines", tmp_path / "out")
    [(path, awards)] = written.files
    assert path.read_text(encoding="utf-8") == "Amal Haddad <amal@example.org>\n"
    assert [award.recipient.name for award in awards] == [AMAL]
    assert [each.award.recipient.name for each in look.found.held] == [CHIARA]
    [line] = Ledger(story.store).history(COURSE)
    assert (line.person, line.action, line.issuer, line.author) == (
        story.ids[AMAL],
        "exported",
        "obf",
        "Miriam",
    )
    assert (line.batch, line.email, line.name) == (path.name, "amal@example.org", AMAL)


def test_the_second_export_holds_only_the_new_and_replaces_nothing(
    desk: StoreCompletionDesk, story: CourseStory, tmp_path: Path
) -> None:
    export = confirmed(desk, story, AMAL)
    _, first = exported(export, "lines", tmp_path)
    desk.confirm(ID, [story.ids[CHIARA]])
    look, second = exported(export, "lines", tmp_path)
    assert [award.recipient.name for award in look.found.already] == [AMAL]
    [(old, _)], [(new, _)] = first.files, second.files
    assert old != new
    assert new.stem.endswith("-again-2")
    assert "Chiara Conti" in new.read_text(encoding="utf-8")
    assert "Amal Haddad" in old.read_text(encoding="utf-8")
    assert export.look(ID, "lines", ()).found.ready == ()


def test_without_the_ledger_the_files_are_taken_away(
    desk: StoreCompletionDesk, story: CourseStory, tmp_path: Path
) -> None:
    export = confirmed(desk, story, AMAL)
    look = export.look(ID, "lines", ())
    written = export.write(look, tmp_path / "out", lambda done, of: None)
    story.store.connection.execute("DROP TABLE issuance_address")
    story.store.connection.execute("DROP TABLE issuance")
    with pytest.raises(DeskProblem, match="files were taken away again"):
        export.keep(look, written)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_table_for_oneself_holds_everybody_and_no_ledger(
    desk: StoreCompletionDesk, story: CourseStory, tmp_path: Path
) -> None:
    _, written = exported(desk.exporting(COURSE), "neutral-json", tmp_path)
    assert written.people == 3
    assert Ledger(story.store).history(COURSE) == []


def test_a_badge_that_is_not_right_any_more_comes_onto_a_list(
    desk: StoreCompletionDesk, story: CourseStory, tmp_path: Path
) -> None:
    export = confirmed(desk, story, AMAL)
    exported(export, "lines", tmp_path)
    People(story.store).update(story.ids[AMAL], email="amal.haddad@example.org")
    look, written = exported(export, "lines", tmp_path)
    assert [each.award.recipient.name for each in look.found.revoke] == [AMAL]
    assert written.revoke is not None
    assert "amal@example.org" in written.revoke.read_text(encoding="utf-8-sig")


def test_what_was_said_is_remembered_as_long_as_the_program_runs(desk: StoreCompletionDesk) -> None:
    export = desk.exporting(COURSE)
    assert export.lacks(ID, "elm") != ()
    export.answer(ID, "elm", "issuer.name", "Example Exchange")
    export.answer(ID, "elm", "issuer.country", "prt")
    export.answer(ID, "canvas", "issuer_badge", "XY-7")
    again = desk.exporting(COURSE)
    assert again.lacks(ID, "elm") == ()
    assert {ask.option: ask.value for ask in again.asks(ID, "open-badges")} == {
        "issuer.id": "",
        "issuer.name": "Example Exchange",
    }
    assert [ask.value for ask in again.asks(ID, "canvas")] == ["XY-7", ""]
    assert [ask.value for ask in again.asks(ID, "credly") if ask.needed] == [""]


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [("per_file", "many", "“many” is no number"), ("template", "nowhere.csv", "nowhere.csv cannot be read")],
)
def test_what_cannot_be_is_refused(option: str, text: str, says: str, desk: StoreCompletionDesk) -> None:
    with pytest.raises(DeskProblem, match=says):
        desk.exporting(COURSE).answer(ID, "credly", option, text)


# --- the screens over the store


async def test_from_the_grid_to_the_files(desk: StoreCompletionDesk, story: CourseStory) -> None:
    app = OneScreen(CompletionScreen(desk, COURSE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "3 people · 1 out of reach · 2 to confirm" in picture(app)
        await pilot.press("C", "y")
        assert "2 people confirmed by Miriam." in picture(app)
    app = OneScreen(BadgeExportScreen(desk.exporting(COURSE), ID))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Written: 1 file" in picture(app)
    assert len(Ledger(story.store).history(COURSE)) == 2
