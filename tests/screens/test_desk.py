"""The desk over a real file: what the screens ask for is what the store then holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from facilitator_tui.clock import SetClock
from facilitator_tui.desks.around import StoreDesk
from facilitator_tui.dialogue import commands as c
from facilitator_tui.opening import begin, recorder_for
from facilitator_tui.screens.ports import Desk, PersonCard, SessionWish
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.sessions import Sessions
from tests.screens.desks import HOSTILE, NOW

HOUR = 3_600_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "mine.db") as opened:
        yield opened


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def desk(store: Store, clock: SetClock) -> StoreDesk:
    return StoreDesk(store, clock)


def test_it_is_a_desk(desk: StoreDesk) -> None:
    port: Desk = desk
    assert port.sessions() == []
    assert port.subgroups() == []


def hold(store: Store, clock: SetClock, session: str, *commands: c.Command) -> None:
    """Open the session and do these things in it, a minute each."""
    recorder = recorder_for(store, session, clock, "me")
    lease = begin(recorder, store, Sessions(store).get(session))
    for command in commands:
        clock.ms += 60_000
        recorder.do(command)
    if lease is not None:
        lease.close()


def test_a_roster_is_typed_changed_and_remembered(desk: StoreDesk, clock: SetClock) -> None:
    group = desk.add_subgroup("Lisbon–Amman 3")
    amal, nour, miriam = (desk.add_member(group, name) for name in ("Amal", HOSTILE, "Miriam"))
    clock.ms += 1000
    desk.set_role(group, miriam, "facilitator")
    desk.swap_seats(group, amal, nour)
    assert [(m.person, m.seat, m.role) for m in desk.members(group)] == [
        (nour, 1, "participant"), (amal, 2, "participant"), (miriam, 0, "facilitator"),
    ]  # fmt: skip
    assert desk.subgroups()[0].participants == 2
    removed = desk.members(group)[0]
    clock.ms += 1000
    desk.remove_member(group, nour)
    assert [member.person for member in desk.members(group)] == [amal, miriam]
    clock.ms += 1000
    desk.put_back(group, removed)
    assert desk.members(group)[0] == removed
    assert {stay.subgroup_name for stay in desk.stays(nour)} == {"Lisbon–Amman 3"}


def test_a_person_is_corrected_field_by_field(desk: StoreDesk) -> None:
    person = desk.add_member(desk.add_subgroup("A"), "Amal", "amal@example.org")
    card = desk.person(person)
    assert card == PersonCard(person, "Amal", email="amal@example.org")
    desk.save_person(PersonCard(person, "Amal H.", country="Jordan", consent="recording"))
    assert desk.person(person) == PersonCard(person, "Amal H.", country="Jordan", consent="recording")


def test_a_session_of_a_shipped_course_keeps_its_plan(desk: StoreDesk, store: Store) -> None:
    modules = desk.modules()
    if not modules:
        pytest.skip("no course is shipped with this checkout")
    first = modules[0]
    wish = SessionWish(
        "Ours", NOW + HOUR, "Africa/Tunis", new_subgroup="Tunis", course=first.course, module=first.module
    )
    session = desk.create_session(wish)
    (card,) = desk.sessions()
    assert (card.id, card.standing, card.begins_ms) == (session, "planned", NOW + HOUR)
    assert (card.subgroup_name, card.course, card.module) == ("Tunis", first.course_title, first.module)
    plan = Sessions(store).plan(Sessions(store).get(session).plan)
    assert plan is not None
    assert plan.title == first.title
    (subgroup,) = desk.subgroups()
    assert (subgroup.course, subgroup.zone) == (first.course_title, "Africa/Tunis")


def test_sessions_say_whether_they_were_interrupted_or_held(
    desk: StoreDesk, store: Store, clock: SetClock
) -> None:
    group = desk.add_subgroup("A")
    amal = desk.add_member(group, "Amal")
    clock.ms += 1000
    interrupted = desk.start_now()
    hold(store, clock, interrupted, c.NextBlock(3))
    held = desk.create_session(SessionWish("Held", clock.ms, "UTC", subgroup=group))
    hold(store, clock, held, c.GiveFloor(amal), c.AddNote("Well [/]", amal), c.Close())
    cards = {card.id: card for card in desk.sessions()}
    assert (cards[interrupted].standing, cards[interrupted].block) == ("open", "block 1")
    assert cards[interrupted].last_ms == NOW + 61_000
    assert cards[held].standing == "held"
    assert desk.sheet(held).names[amal] == "Amal"
    assert list(desk.sheet(held).note_texts.values()) == ["Well [/]"]
    (attended,) = desk.attended(amal)
    assert (attended.session, attended.present_ms) == (held, 2 * 60_000)


def test_the_report_and_the_derived_tables_come_from_the_same_file(
    desk: StoreDesk, store: Store, clock: SetClock, tmp_path: Path
) -> None:
    session = desk.start_now()
    hold(store, clock, session, c.Close())
    files = desk.write_report(session, tmp_path / "reports", ["md", "json"])
    assert sorted(path.suffix for path in files) == [".json", ".md"]
    assert all(path.read_bytes() for path in files)
    desk.corrected(session)
    assert store.rows("SELECT count(*) FROM session_summary")[0][0] == 1


def test_what_the_store_refuses_is_a_problem_of_the_desk_and_for_the_app(
    desk: StoreDesk, tmp_path: Path
) -> None:
    with pytest.raises(DeskProblem, match="no person"):
        desk.person("nobody")
    with pytest.raises(StoreProblem, match="no session"):
        desk.sheet("none")
    with pytest.raises(DeskProblem, match="no role"):
        desk.set_role(desk.add_subgroup("A"), desk.add_member(desk.add_subgroup("B"), "Amal"), "wizard")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DeskProblem):
        desk.write_report(desk.start_now(), tmp_path / "file", ["md"])


# --- planned anew, begun by mistake, taken out


def evening(desk: StoreDesk, clock: SetClock) -> str:
    """A session that is planned for in an hour, of a subgroup of one."""
    group = desk.add_subgroup("A")
    desk.add_member(group, "Amal")
    clock.ms += 1000
    return desk.create_session(SessionWish("Evening", NOW + HOUR, "Europe/Rome", subgroup=group))


def test_a_planned_session_is_changed_and_keeps_its_plan_where_that_is_the_same(
    desk: StoreDesk, store: Store
) -> None:
    modules = desk.modules()
    if len(modules) < 2:
        pytest.skip("no course is shipped with this checkout")
    first, second = modules[0], modules[1]
    wish = SessionWish("Ours", NOW + HOUR, "Africa/Tunis", course=first.course, module=first.module)
    session = desk.create_session(wish)
    was = desk.wish(session)
    assert was == replace(wish, course=first.course_title, plan_title=first.title)
    digest = Sessions(store).get(session).plan
    group = desk.add_subgroup("Tunis")
    desk.change_session(session, replace(was, title="Theirs", planned_ms=NOW + 2 * HOUR, subgroup=group))
    (card,) = desk.sessions()
    assert (card.title, card.begins_ms, card.subgroup_name) == ("Theirs", NOW + 2 * HOUR, "Tunis")
    assert Sessions(store).get(session).plan == digest
    assert desk.subgroups()[0].course == first.course_title
    desk.change_session(session, replace(was, course=second.course, module=second.module))
    assert desk.wish(session).plan_title == second.title


def test_a_session_that_began_cannot_be_planned_anew(desk: StoreDesk, store: Store, clock: SetClock) -> None:
    session = evening(desk, clock)
    hold(store, clock, session)
    with pytest.raises(DeskProblem, match="has begun"):
        desk.change_session(session, desk.wish(session))


def test_a_subgroup_gets_its_course_from_the_first_session_of_one(desk: StoreDesk) -> None:
    modules = desk.modules()
    if not modules:
        pytest.skip("no course is shipped with this checkout")
    first = modules[0]
    group = desk.add_subgroup("Tunis")
    desk.create_session(
        SessionWish("One", NOW, "UTC", subgroup=group, course=first.course, module=first.module)
    )
    assert desk.subgroups()[0].course == first.course_title
    desk.set_course(group, "Another")
    desk.create_session(
        SessionWish("Two", NOW, "UTC", subgroup=group, course=first.course, module=first.module)
    )
    assert desk.subgroups()[0].course == "Another"


def test_an_opening_that_nothing_followed_is_taken_back_and_can_be_repeated(
    desk: StoreDesk, store: Store, clock: SetClock
) -> None:
    session = evening(desk, clock)
    hold(store, clock, session)
    hold(store, clock, session, c.Close())
    assert desk.is_empty(session)
    (card,) = desk.sessions()
    assert (card.standing, card.empty) == ("held", True)
    desk.plan_again(session)
    (card,) = desk.sessions()
    assert (card.standing, card.begins_ms, card.empty) == ("planned", NOW + HOUR, True)
    clock.ms += 1000
    begins = clock.ms
    hold(store, clock, session, c.NextBlock(3))
    row = Sessions(store).get(session)
    assert (row.opened_ms, row.closed_ms) == (begins, None)
    assert not desk.is_empty(session)


def test_a_session_without_entries_is_deleted_and_one_that_was_opened_is_struck(
    desk: StoreDesk, store: Store, clock: SetClock
) -> None:
    planned, opened = evening(desk, clock), desk.start_now()
    hold(store, clock, opened)
    for session in (planned, opened):
        desk.remove_session(session)
    assert desk.sessions() == []
    assert [row.id for row in Sessions(store).every()] == [opened]
    assert len(store.journal(opened).read()) == 2
    assert store.rows("SELECT opened_ms FROM session_summary") == [(None,)]


def test_a_session_in_which_something_was_logged_stays(
    desk: StoreDesk, store: Store, clock: SetClock
) -> None:
    session = evening(desk, clock)
    hold(store, clock, session, c.AddNote("Nobody came"))
    for refused in (desk.remove_session, desk.plan_again):
        with pytest.raises(DeskProblem, match="Something was logged"):
            refused(session)
    assert len(store.journal(session).read()) == 2
    hold(store, clock, session, c.Undo())
    assert desk.is_empty(session)


def test_a_session_that_another_program_records_is_left_alone(
    desk: StoreDesk, store: Store, clock: SetClock
) -> None:
    session = evening(desk, clock)
    recorder = recorder_for(store, session, clock, "colleague")
    lease = begin(recorder, store, Sessions(store).get(session))
    with pytest.raises(DeskProblem, match="Another program"):
        desk.remove_session(session)
    assert lease is not None
    lease.close()
    desk.remove_session(session)
    assert desk.sessions() == []
