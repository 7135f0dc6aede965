"""The live screen as people see it and use it: what it shows at every size, and what keys, mouse and pastes do.

Over a journal in memory (``live_room``); the whole program is in ``tests/test_app.py``, two hours of it in
``tests/test_two_hours.py``.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from facilitator_tui.actions import LIVE, keymap
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.screens.live import LiveScreen
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.widgets.line_entry import LIMIT, LineEntry
from tests.dialogue.fakes import ms, turns
from tests.screen_text import picture
from tests.screens.desks import HOSTILE
from tests.screens.live_room import NAMES, PLAN, LiveRoom, settled

SIZES = [(80, 24), (140, 45), (60, 18), (20, 5)]

TWENTY = [
    *NAMES, "Nour Aziz", "Nour Blau", "Nour Cruz", "Nour Dahl", "Nour Erol", "Maja Aziz", "Maja Blau", "Maja Cruz",
    "Maja Dahl", "Maja Erol",
]  # fmt: skip

STRANGE = (
    "[red]", "[/]", "[bold]Mo[/bold]", HOSTILE, "ل" * 80, "x" * 300, "👩‍👩‍👧‍👦 Zoë 🇵🇹", "\x1b]0;title\x07Ana",
    "\tTab\n", "a\u202eb",
)  # fmt: skip


async def seen(pilot: Pilot[None], snapshot: SnapshotAssertion) -> None:
    """The screen at every size."""
    for width, height in SIZES:
        await pilot.resize_terminal(width, height)
        await pilot.pause()
        assert picture(pilot.app) == snapshot(name=f"{width}x{height}")


def in_the_dialogue(room: LiveRoom) -> None:
    """Eight minutes into the first block: some spoke, one is in trouble, there are notes and flags."""
    room.at(0, "right").at(5, "f").at(60, "1").at(130, "9").at(190, "2").at(230, "space")
    room.at(240, "i", "5").at(250, "x", "3").at(255, "x", "x").at(260, "t", "8").at(300, "a", "7")
    room.recorder.do(c.AddNote("Found a word that everybody understood #language", "9"))
    room.recorder.do(c.AddNote("Laughter, then quiet"))
    room.desk.note_texts.update(room.journal.texts)
    room.at(400, "h", "6").at(410, "h", "3").at(420, "1").passes(470)


# --- what it shows


async def test_before_the_start(snapshot: SnapshotAssertion) -> None:
    room = LiveRoom().everybody_is_here(but=(4, 7))
    async with room.run_test() as pilot:
        await seen(pilot, snapshot)


def in_a_go_round(room: LiveRoom) -> None:
    room.at(0, "right").at(10, "g").at(20, "1").at(60, "p", "2").at(65, "3").at(100, "p", "4").at(
        101, "p", "4"
    )
    room.passes(110)


def in_rooms(room: LiveRoom) -> None:
    room.at(0, "right").at(600, "right").at(700, "b").passes(760)


def with_a_verb_half_typed(room: LiveRoom) -> None:
    room.at(0, "right").at(30, "h")


@pytest.mark.parametrize(
    "happens",
    [
        in_the_dialogue,
        in_a_go_round,
        in_rooms,
        with_a_verb_half_typed,
        lambda room: room.at(0, "right").at(10, "3").passes(680),
        lambda room: room.at(0, "right").at(100, ".").passes(160),
        lambda room: room.at(0, "right").at(570, "2").passes(575),
    ],
    ids=["dialogue", "go-round", "rooms", "half-typed", "overrun", "paused", "nearly over"],
)
async def test_in_the_session(happens: Callable[[LiveRoom], None], snapshot: SnapshotAssertion) -> None:
    room = LiveRoom().everybody_is_here(but=(4,))
    async with room.run_test() as pilot:
        happens(room)
        await seen(pilot, snapshot)


async def test_without_a_plan(snapshot: SnapshotAssertion) -> None:
    room = LiveRoom(plan=None).everybody_is_here()
    async with room.run_test() as pilot:
        room.at(10, "2").at(20, "right").passes(25)
        await seen(pilot, snapshot)


async def test_twenty_people(snapshot: SnapshotAssertion) -> None:
    room = LiveRoom(TWENTY).everybody_is_here(but=(12,))
    async with room.run_test() as pilot:
        room.at(0, "right").at(10, "f2").at(20, "f10").at(30, "h", "f1").passes(40)
        await seen(pilot, snapshot)


async def test_names_that_would_paint_the_screen_stay_text(snapshot: SnapshotAssertion) -> None:
    room = LiveRoom(STRANGE, facilitator="[link=x]Fae[/link]").everybody_is_here()
    async with room.run_test() as pilot:
        for seat in "1234567890":
            room.at(int(seat) * 10 + 1, seat)
            await pilot.pause()
            picture(room)
        await pilot.press("n", "4")
        await seen(pilot, snapshot)


async def test_writing_a_note_about_somebody(snapshot: SnapshotAssertion) -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test() as pilot:
        room.at(0, "right")
        await pilot.press("n", "3", *"Quiet #te")
        await settled(pilot)
        await seen(pilot, snapshot)


async def test_a_disk_that_refuses(snapshot: SnapshotAssertion) -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test() as pilot:
        room.at(0, "right")
        room.journal.refusals = 3
        room.at(10, "1").at(15, "2")
        await seen(pilot, snapshot)
        await pilot.resize_terminal(80, 24)
        room.passes(17)
        await settled(pilot)
        assert "▶ Bruno" in picture(room)  # the board goes on
        assert "NOT SAVED (2) The disk is full." in picture(room)
        room.passes(18)
        await settled(pilot)
        assert "saved 18:00:18 · 14" in picture(room)


async def test_another_window_has_the_keyboard(snapshot: SnapshotAssertion) -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test() as pilot:
        room.at(0, "right")
        await settled(pilot)
        room.post_message(events.AppBlur())
        await settled(pilot)
        await seen(pilot, snapshot)


async def test_the_click_that_brings_the_focus_back_presses_no_key() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        room.at(0, "right", "1")
        room.post_message(events.AppBlur())
        await settled(pilot)
        before = len(room.journal.entries)
        room.post_message(events.AppFocus())
        await pilot.click("#panel", offset=(14, 22))
        assert len(room.journal.entries) == before
        await pilot.pause(0.6)  # until the banner gives way to the keys
        assert "KEYS GO ELSEWHERE" not in picture(room)
        await pilot.click("#panel", offset=room.place_of("nobody"))
        assert room.recorder.state.floor is None


async def test_what_a_colleague_logs_in_another_program_appears_within_a_tick() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        room.clock.ms = ms(5)
        room.journal.by_others = [
            e.Entry("other", "a session", ms(5), ms(5), "a colleague", "key", e.Floor("3"))
        ]
        room.passes(6)
        await settled(pilot)
        assert "▶ Chiara Conti" in room.line_with("Chiara")
        assert "another program added to this session" in picture(room)


@pytest.mark.parametrize("no_color", [True, False])
async def test_every_state_is_told_without_colour(no_color: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture knows no colours at all; with NO_COLOR the screen is the same in signs and words."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    room = LiveRoom().everybody_is_here(but=(4,))
    async with room.run_test(size=(160, 30)) as pilot:
        in_the_dialogue(room)
        room.at(480, "t", "5").at(700, "e").passes(701)
        await settled(pilot)
        for words in (
            "▶ Amina", "● Bruno", "· Deniz", "! Elif", "○ Gustav", "hand 1", "trouble", "OVER", "earlier: how many",
        ):  # fmt: skip
            assert words in picture(room), words
        room.at(702, "escape")
        room.journal.refusals = 1
        room.at(703, "space")
        await settled(pilot)
        assert "NOT SAVED (1)" in picture(room)


# --- keys


async def test_a_person_key_gives_the_floor_and_the_screen_says_so() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        room.clock.ms = ms(10)
        await pilot.press("3")
        assert "▶ Chiara Conti" in room.line_with("Chiara Conti  ")
        assert "Chiara Conti has the floor" in picture(room)
        room.clock.ms = ms(22)
        await pilot.press("3")
        assert "nobody has the floor" in picture(room)
        assert turns(room.recorder.state) == [("3", 10, 22)]


async def test_every_action_of_the_registry_can_be_done() -> None:
    """Each by its key, in a session where it makes sense: something is written, said, shown or asked for."""
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 20)) as pilot:
        room.at(0, "right")
        for second, action in zip(range(10, 1000, 10), LIVE, strict=False):
            room.at(second, "1")
            await pilot.pause()
            before = (len(room.journal.entries), len(room.asked), picture(room))
            key = room.keys.keys_of(action.id)[0]
            room.at(second + 5, key, *("2" if action.needs else ""))
            await pilot.pause()
            after = (len(room.journal.entries), len(room.asked), picture(room))
            assert after != before, f"{action.id} did nothing"
            await pilot.press("escape")


async def test_a_half_typed_verb_waits_and_escape_drops_it() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        before = len(room.journal.entries)
        await pilot.press("h")
        assert "hand: whom? press a person key, or Esc" in picture(room)
        assert "esc drops “hand”" in picture(room)
        await pilot.press("escape")
        assert "whom?" not in picture(room)
        await pilot.press("t", "space")
        assert "“trouble” needs a person key; nothing was written." in picture(room)
        assert len(room.journal.entries) == before


async def test_a_seat_without_anybody_says_so() -> None:
    room = LiveRoom(NAMES[:3], facilitator="").everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("7")
        assert "Nobody sits at 7." in picture(room)
        await pilot.press("f")
        assert "No facilitator has a place in this session." in picture(room)
        await pilot.press("i", "f")
        assert "Nobody sits at the facilitator’s place." in picture(room)


async def test_a_held_key_is_one_press() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)):
        for step in range(20):
            room.at(10 + step * 0.033, "3")
        assert room.recorder.state.floor == e_floor("3", room)
        room.at(11.5, "3")
        assert room.recorder.state.floor is None


async def test_a_key_held_beyond_the_keyboards_first_pause_is_one_press_too() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)):
        for moment in (0, 0.5, 0.533, 0.566, 0.6):
            room.at(10 + moment, "3")
        assert room.recorder.state.floor == e_floor("3", room)
        assert "The key was held: one press." in picture(room)
        room.at(20, "u").at(20.15, "u")
        for moment in (0, 0.5, 0.533, 0.566):
            room.at(30 + moment, "x")
        assert not room.recorder.state.notes, "a verb that is held does nothing"


async def test_undo_pressed_twice_quickly_takes_back_two_things_and_held_takes_back_one() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)):
        room.at(10, "1").at(20, "2").at(30, "3").at(40, "u").at(40.15, "u")
        assert room.recorder.state.floor == e_floor("1", room)
        room.at(50, "r").at(55, "r")
        for moment in (0, 0.5, 0.533, 0.566, 0.6):
            room.at(60 + moment, "u")
        assert room.recorder.state.floor == e_floor("2", room)


def e_floor(person: str, room: LiveRoom) -> object:
    floor = room.recorder.state.floor
    assert floor is not None
    assert floor.person == person
    return floor


async def test_minutes_may_be_given_by_holding_the_key() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)):
        room.at(0, "right")
        for step in range(5):
            room.at(10 + step * 0.033, "+")
        assert room.recorder.state.agenda.extra == {0: 300_000}


async def test_a_flag_on_the_group_by_two_quick_presses() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)):
        room.at(10, "x").at(10.12, "x")
        (flag,) = room.recorder.state.notes
        assert (flag.flag, flag.person) == (True, "")


async def test_azerty_and_arabic_digits_are_person_keys() -> None:
    for keyboard, key, seat in (("azerty", "&", "1"), ("azerty", "-", "6"), ("arabic", "٤", "4")):
        room = LiveRoom(keys=keymap(keyboard)).everybody_is_here()
        async with room.run_test(size=(80, 24)) as pilot:
            await pilot.press(key)
            assert e_floor(seat, room)


async def test_letters_typed_on_a_cyrillic_keyboard_are_verbs() -> None:
    room = LiveRoom().everybody_is_here(but=(3,))
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("ф", "3")
        assert room.recorder.state.people["3"].here


async def test_keys_of_ones_own_are_shown_and_work() -> None:
    room = LiveRoom(keys=keymap(own={"person.1": "q", "live.leave": "ctrl+w", "live.hand": "ö"}))
    async with room.run_test(size=(80, 24)) as pilot:
        room.everybody_is_here()
        assert room.line_with("Amina Belkacem").startswith("  Q")
        assert "ö hand" in picture(room)
        await pilot.press("q")
        assert e_floor("1", room)


# --- the mouse


async def test_a_click_on_a_line_is_that_persons_key() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.click("#panel", offset=room.place_of("Farah"))
        assert e_floor("6", room)
        await pilot.press("h")
        await pilot.click("#panel", offset=room.place_of("Bruno"))
        assert [person.id for person in room.recorder.state.stack()] == ["2"]
        await pilot.click("#panel", offset=room.place_of("Karim"))
        assert e_floor("f", room)


async def test_with_two_columns_a_click_finds_the_right_person() -> None:
    room = LiveRoom(TWENTY).everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        for seat, name in ((3, "Chiara"), (11, "Nour Aziz"), (20, "Maja Erol")):
            room.passes(seat * 10)
            await pilot.click("#panel", offset=room.place_of(name))
            assert e_floor(str(seat), room)


async def test_a_click_on_the_key_bar_is_that_key() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        room.at(10, "3").passes(20)
        await settled(pilot)
        await pilot.click("#panel", offset=room.place_of("nobody"))
        assert turns(room.recorder.state) == [("3", 10, 20)]
        await pilot.click("#panel", offset=room.place_of("h hand"))
        assert "hand: whom?" in picture(room)
        await pilot.click("#panel", offset=room.place_of("esc drops"))
        assert "whom?" not in picture(room)
        await pilot.click("#panel", offset=room.place_of("→ next"))
        assert room.recorder.state.agenda.current is not None


# --- notes and names


async def test_a_note_is_about_the_time_of_its_key_and_its_tag_is_completed() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        room.at(60)
        await pilot.press("n", *"Heated #ten")
        await settled(pilot)
        await pilot.press("right")
        room.clock.ms = ms(85)
        await pilot.press("enter")
        (note,) = room.recorder.state.notes
        assert (note.at_ms, note.person) == (ms(60), "")
        assert room.journal.texts == {note.entry: "Heated #tension"}
        assert "18:01 Heated #tension" in picture(room)
        await pilot.press("1")  # the keys are person keys again
        assert e_floor("1", room)


async def test_a_person_key_first_makes_the_note_about_that_person_and_backspace_about_the_group() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "3", "2", "enter")
        room.passes(10)
        await pilot.press("n", "3", "backspace", "x", "enter")
        about_chiara, about_the_group = room.recorder.state.notes
        assert (about_chiara.person, room.journal.texts[about_chiara.entry]) == ("3", "2")
        assert (about_the_group.person, room.journal.texts[about_the_group.entry]) == ("", "x")


@pytest.mark.parametrize(
    ("keyboard", "typed", "text"),
    [
        ("plain", "2 minutes silence", "2 minutes silence"),
        ("azerty", "à midi tout va bien", "à midi tout va bien"),
    ],
)
async def test_a_blank_after_the_person_key_gives_the_character_back(
    keyboard: str, typed: str, text: str
) -> None:
    room = LiveRoom(keys=keymap(keyboard)).everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *typed, "enter")
        (note,) = room.recorder.state.notes
        assert (note.person, room.journal.texts[note.entry]) == ("", text)


async def test_a_function_key_has_no_character_to_give_back() -> None:
    room = LiveRoom(TWENTY).everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "f2", "space", "x", "enter")
        (note,) = room.recorder.state.notes
        assert (note.person, room.journal.texts[note.entry]) == ("12", "x")


async def test_the_line_says_that_backspace_makes_it_a_group_note_as_long_as_it_does() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "3")
        await settled(pilot)
        assert "Note (Chiara Conti): ⌫ Backspace: about the group" in picture(room)
        await pilot.press("x")
        await settled(pilot)
        assert "Backspace" not in picture(room)
        await pilot.press("backspace", "backspace")
        await settled(pilot)
        assert "Note (group):" in picture(room)
        assert "Backspace" not in picture(room)


@pytest.mark.parametrize("text", ["می\u200cرود", "👩\u200d👩\u200d👧"])
async def test_joiners_that_are_typed_stay_in_notes_and_names(text: str) -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        for before in (("n",), ("y", "3")):
            await pilot.press(*before)
            await settled(pilot)
            for character in text:
                room.post_message(events.Key(character, character))
            await settled(pilot)
            await pilot.press("enter")
        room.passes(10)
        for key in ("n", *text):
            room.post_message(events.Key(key, key))  # faster than the line opens
        await settled(pilot)
        await pilot.press("enter")
        assert room.desk.names["3"] == text
        assert list(room.journal.texts.values()) == [text, text]


async def test_keys_typed_faster_than_the_line_opens_are_no_commands() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        room.at(10, "1")
        for key in "nuurfq":
            room.post_message(events.Key(key, key))
        await settled(pilot)
        await pilot.press("x", "enter")
        assert [type(entry.fact) for entry in room.journal.entries.values()][-2:] == [e.Floor, e.Note]
        assert not room.asked


async def test_a_line_that_lost_the_focus_takes_it_back_with_the_next_key() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        for last, texts in (("enter", ["a3b"]), ("escape", ["a3b"])):
            room.clock.ms += 1000
            await pilot.press("n", "a")
            room.live.set_focus(None)
            await pilot.press("3", "b")
            room.live.set_focus(None)
            await pilot.press(last)
            assert list(room.journal.texts.values()) == texts
            assert room.recorder.state.floor is None


async def test_an_empty_note_and_escape_write_nothing() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "enter")
        await settled(pilot)
        assert "The note is empty; nothing was written." in picture(room)
        await pilot.press("n", "x", "escape")
        assert not room.recorder.state.notes
        assert room.focused is None


async def test_a_paste_of_a_million_characters_becomes_a_note_of_what_a_note_holds() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        room.post_message(events.Paste("word \x1b[31m" * 100_000))
        await settled(pilot)
        assert "A note holds 4,000 of these 1,000,000 characters." in picture(room)
        await pilot.press("enter")
        (text,) = room.journal.texts.values()
        assert len(text) <= LIMIT
        assert text.startswith("word word word")
        assert "\x1b" not in text


async def test_a_paste_outside_a_note_is_no_sequence_of_keys() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        before = len(room.journal.entries)
        room.post_message(events.Paste("123 fff uuu" * 1000))
        await settled(pilot)
        assert len(room.journal.entries) == before
        assert "The paste was ignored: press n first to paste into a note." in picture(room)


async def test_somebody_new_gets_a_seat_and_a_key_and_can_be_renamed() -> None:
    room = LiveRoom(NAMES).everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("k", *"Lu", "enter")
        assert room.line_with("● Lu").startswith(" F1")
        assert "Lu has key F1; Lu is here" in picture(room)
        await pilot.press("y", "f1", *"Lucía", "enter")
        assert "● Lucía" in room.line_with("Lucía  ")
        assert "renamed Lu to Lucía" in picture(room)


async def test_undo_takes_somebody_new_off_the_board_again() -> None:
    room = LiveRoom(NAMES).everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("k", *"Lu", "enter", "u")
        assert "undone: Lu has key F1" in picture(room)
        assert "● Lu" not in picture(room)
        await pilot.press("f1")
        assert "Nobody sits at F1." in picture(room)


# --- undo and redo of names


def renamed(room: LiveRoom, person: str, name: str) -> None:
    """Typed into the line and entered."""
    room.live.act("live.name", person)
    room.live.on_line_entry_given(LineEntry.Given("name", name))


async def test_undo_right_after_a_rename_gives_the_old_name_back_and_redo_the_new_one() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        room.at(10, "h", "6")
        await pilot.press("y", "9", *"Yusuf", "enter")
        assert "renamed يوسف الحداد to Yusuf" in picture(room)
        await pilot.press("u")
        assert "renamed Yusuf back to يوسف الحداد" in picture(room)
        assert room.desk.names["9"] == "يوسف الحداد"
        assert room.recorder.state.stack(), "the hand that was raised before stays up"
        await pilot.press("r")
        assert room.desk.names["9"] == "Yusuf"


async def test_names_and_entries_are_undone_and_redone_in_the_order_in_which_they_came() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        room.at(10, "h", "6")
        renamed(room, "1", "Mina")
        renamed(room, "1", "Minna")
        room.at(20, "h", "2")

        def now() -> tuple[str, list[str]]:
            return room.desk.names["1"], [person.id for person in room.recorder.state.stack()]

        told = [now()]
        for second in (30, 40, 50, 60):
            room.at(second, "u")
            told.append(now())
        assert told == [
            ("Minna", ["6", "2"]), ("Minna", ["6"]), ("Mina", ["6"]), ("Amina Belkacem", ["6"]), ("Amina Belkacem", []),
        ]  # fmt: skip
        again = [now()]
        for second in (70, 80, 90, 100):
            room.at(second, "r")
            again.append(now())
        assert again == told[::-1]


async def test_a_name_taken_back_is_not_redone_after_something_new() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        renamed(room, "1", "Mina")
        room.at(10, "u").at(20, "h", "2").at(30, "u").at(40, "r")
        assert room.desk.names["1"] == "Amina Belkacem"
        assert [person.id for person in room.recorder.state.stack()] == ["2"]


async def test_undo_gives_a_seat_without_a_name_none_again() -> None:
    room = LiveRoom(["Amina Belkacem", "Seat 2"]).everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        renamed(room, "2", "Bruno")
        room.at(10, "u")
        assert room.desk.names["2"] == ""


async def test_undo_held_takes_back_one_rename() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for name in ("Mina", "Minna", "Mia"):
            renamed(room, "1", name)
        for moment in (0, 0.5, 0.533, 0.566, 0.6):
            room.at(60 + moment, "u")
        assert room.desk.names["1"] == "Minna"


async def test_a_name_that_cannot_be_kept_is_said_and_the_session_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*asked: str) -> str:
        raise DeskProblem("The disk is full. Delete something large.")

    room = LiveRoom().everybody_is_here()
    monkeypatch.setattr(room.desk, "add_guest", refuse)
    monkeypatch.setattr(room.desk, "rename", refuse)
    async with room.run_test(size=(80, 24)) as pilot:
        for keys in (("k",), ("y", "3")):
            await pilot.press(*keys, "x", "enter")
            assert "The disk is full. Delete something large." in picture(room)
            await pilot.press("4")
        assert room.is_running


# --- the plan


async def test_the_chat_text_is_copied_or_there_is_none() -> None:
    room = LiveRoom()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        assert room.clipboard == PLAN.blocks[0].chat
        room.at(0, "right").at(5, "right")
        await pilot.press("c")
        assert "This block has no chat text." in picture(room)


async def test_lanes_are_chosen_by_role_and_scrolled() -> None:
    room = LiveRoom()
    async with room.run_test(size=(60, 26)) as pilot:
        assert "Producer · Do:" in picture(room)
        await pilot.press("v")
        assert "Producer" not in picture(room)
        room.passes(10)
        await pilot.press("v")
        assert "gallery" in picture(room)
        room.passes(20)
        await pilot.press("v", *["down"] * 4)
        assert "One word for how you arrive today, and why that word." not in picture(room)
        await pilot.press("up")
        assert "Say: One word" in picture(room)


async def test_rooms_are_asked_for_those_who_are_here() -> None:
    room = LiveRoom().everybody_is_here(but=(2, 5))
    async with room.run_test(size=(80, 24)) as pilot:
        room.at(0, "right").at(5, "right")
        await pilot.press("b")
        assert room.desk.asked_rooms == [(("1", "3", "4", "6", "7", "8", "9", "10"), 3)]
        room.clock.ms = ms(100)
        await pilot.press("b")
        assert "everybody is back from the rooms" in picture(room)
        room = LiveRoom()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        assert "Breakout rooms need two people who are marked as here." in picture(room)


# --- leaving, ending, asking


async def test_leaving_ending_and_help_are_asked_of_the_program() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("q", "?", "ctrl+e")
        assert [type(message) for message in room.asked] == [
            LiveScreen.Left, LiveScreen.HelpAsked, LiveScreen.EndAsked,
        ]  # fmt: skip
        room.at(60, "3")
        room.live.end()
        await settled(pilot)
        assert isinstance(room.asked[-1], LiveScreen.Ended)
        assert room.recorder.state.closed_ms == ms(60)


# --- nothing piles up


def widgets_alive() -> int:
    gc.unfreeze()
    gc.collect()
    return sum(isinstance(thing, Widget) for thing in gc.get_objects())


async def test_no_widget_is_left_over_by_bindings_and_focus() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "escape")
        before = widgets_alive()
        for number in range(200):
            room.live.refresh_bindings()
            if number % 4 == 0:
                room.post_message(events.AppBlur())
                room.post_message(events.AppFocus())
                await pilot.pause()
        assert widgets_alive() == before


async def test_a_note_that_is_being_written_keeps_the_keys_when_the_window_comes_back() -> None:
    room = LiveRoom().everybody_is_here()
    async with room.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "a")
        room.post_message(events.AppBlur())
        room.post_message(events.AppFocus())
        await pilot.press("3", "enter")
        assert list(room.journal.texts.values()) == ["a3"]
        assert not room.screen.query_one(Input).has_focus
