"""Quiet cues: what the status line mentions in the course of a block, and that it mentions it once."""

from __future__ import annotations

import pytest

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.cues import due
from facilitator_tui.plans.model import Block, BlockKind, Breakout, Prompt, SessionPlan

from .fakes import AMAL, BRUNO, CHIARA, FAIZA, Session, ms


def plan_of(
    kind: BlockKind = "discussion",
    *,
    breakout: Breakout | None = None,
    per_speaker_s: int = 0,
    think_s: int = 0,
    prompts: tuple[Prompt, ...] = (),
) -> SessionPlan:
    """A block of ten minutes and one after it."""
    block = Block(
        "Talk", kind, 600, think_s=think_s, per_speaker_s=per_speaker_s, prompts=prompts, breakout=breakout
    )
    return SessionPlan(1, "An evening", blocks=(block, Block("Closing", "closing", 600)))


class Watching:
    """Somebody who looks at the status line once a second and remembers what it has shown."""

    def __init__(self, session: Session, plan: SessionPlan | None, cue_after_s: int = 20) -> None:
        self.session, self.plan, self.cue_after_ms = session, plan, cue_after_s * 1000
        self.shown: set[str] = set()

    def look(self, first: int, last: int) -> list[tuple[int, str]]:
        """What was said in these seconds."""
        said = []
        for second in range(first, last + 1):
            for cue in due(
                self.session.state, self.plan, ms(second), str.title, self.shown, self.cue_after_ms
            ):
                self.shown.update(cue.keys)
                said.append((second, cue.text))
        return said


def begun(plan: SessionPlan) -> Session:
    return Session().at(0, c.NextBlock(len(plan.during())))


def test_a_block_that_comes_to_its_end() -> None:
    plan = plan_of()
    assert Watching(begun(plan), plan).look(0, 700) == [
        (480, "2:00 left of this block."),
        (570, "0:30 left of this block."),
        (600, "The time of this block is over."),
    ]


def test_minutes_given_later_bring_no_cue_again() -> None:
    plan = plan_of()
    session = begun(plan)
    watching = Watching(session, plan)
    assert watching.look(0, 480) == [(480, "2:00 left of this block.")]
    session.at(481, c.Extend(300_000))
    assert watching.look(481, 800) == []
    assert watching.look(801, 900) == [
        (855, "0:45 left of this block."),
        (900, "The time of this block is over."),
    ]


def test_rooms_that_nobody_logs_are_open_for_the_whole_block() -> None:
    plan = plan_of("breakout", breakout=Breakout(3, halfway="Change who asks."))
    assert Watching(begun(plan), plan).look(0, 620) == [
        (300, "Half-way in the rooms: Change who asks."),
        (480, "2:00 left of this block."),
        (540, "One minute left in the rooms."),
        (600, "The time of this block is over."),
    ]


def test_half_way_counts_from_the_opening_of_the_rooms() -> None:
    plan = plan_of("breakout", breakout=Breakout(3))
    session = begun(plan).at(100, c.OpenRooms(((AMAL, BRUNO), (CHIARA,))))
    assert Watching(session, plan).look(100, 400) == [(350, "Half-way in the rooms.")]


def test_once_everybody_is_back_the_rooms_are_not_mentioned() -> None:
    plan = plan_of("breakout", breakout=Breakout(3))
    session = begun(plan).at(100, c.OpenRooms(((AMAL, BRUNO), (CHIARA,)))).at(200, c.OpenRooms())
    assert [text for _, text in Watching(session, plan).look(200, 599)] == ["2:00 left of this block."]


def test_the_last_minute_of_a_break() -> None:
    plan = plan_of("break")
    assert (540, "One minute left of the break.") in Watching(begun(plan), plan).look(0, 599)


def test_a_speaker_reaches_the_limit_once_in_each_turn() -> None:
    plan = plan_of("go-round", per_speaker_s=60)
    session = begun(plan).at(10, c.GiveFloor(AMAL))
    watching = Watching(session, plan)
    assert watching.look(10, 100) == [(70, "Amal has had the 1:00 of each speaker.")]
    session.at(100, c.GiveFloor(BRUNO)).at(110, c.GiveFloor(AMAL))
    assert watching.look(110, 200) == [(170, "Amal has had the 1:00 of each speaker.")]


def test_the_limit_is_not_the_facilitators() -> None:
    plan = plan_of("go-round", per_speaker_s=60)
    assert Watching(begun(plan).at(10, c.GiveFloor(FAIZA)), plan).look(10, 200) == []


def test_a_stall_brings_one_prompt_and_the_next_stall_the_next_prompt() -> None:
    plan = plan_of(prompts=(Prompt("Who is missing?"), Prompt("What else?")))
    session = begun(plan).at(10, c.GiveFloor(AMAL)).at(20, c.Silence())
    watching = Watching(session, plan)
    assert watching.look(20, 90) == [(40, "Quiet for 0:20. You could ask: Who is missing?")]
    session.at(90, c.GiveFloor(AMAL)).at(100, c.Silence())
    assert watching.look(100, 150) == [(120, "Quiet for 0:20. You could ask: What else?")]
    session.at(150, c.GiveFloor(AMAL)).at(160, c.Silence())
    assert watching.look(160, 200) == [(180, "Quiet for 0:20.")]


def test_think_time_is_no_stall() -> None:
    plan = plan_of(think_s=60, prompts=(Prompt("Who is missing?"),))
    session = Session().at(0, c.GiveFloor(FAIZA)).at(5, c.NextBlock(2)).at(30, c.Silence())
    assert Watching(session, plan).look(30, 150) == [(110, "Quiet for 0:20. You could ask: Who is missing?")]


@pytest.mark.parametrize(("cue_after_s", "said"), [(5, [(25, "Quiet for 0:05.")]), (0, [])])
def test_when_a_silence_is_mentioned_is_the_facilitators_choice(
    cue_after_s: int, said: list[tuple[int, str]]
) -> None:
    session = Session().at(10, c.GiveFloor(AMAL)).at(20, c.Silence())
    assert Watching(session, None, cue_after_s).look(20, 200) == said


def test_where_nobody_logs_turns_silence_means_nothing() -> None:
    assert Watching(Session(), None).look(0, 400) == []


def test_nothing_is_said_in_a_pause_or_after_the_end() -> None:
    plan = plan_of()
    session = begun(plan).at(470, c.TogglePause())
    assert Watching(session, plan).look(470, 700) == []
    assert Watching(session.at(700, c.Close()), plan).look(700, 1_400) == []
