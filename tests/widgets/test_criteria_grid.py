"""The grid of completion: every line as wide as the terminal, who needs help first, and words that need no colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from textual.app import App, ComposeResult

from facilitator_tui.completion.findings import Finding, Kind
from facilitator_tui.completion.reach import Reach, ReachKind, Todo
from facilitator_tui.completion.verdict import Override, RuleName, State, Verdict
from facilitator_tui.widgets.completion_seen import (
    Change,
    Seen,
    Threshold,
    finding_words,
    in_order,
    reach_words,
    state_words,
    summed_up,
)
from facilitator_tui.widgets.criteria_grid import (
    Columns,
    CriteriaGrid,
    columns_of,
    row_of,
    table_of,
    titles_of,
)
from tests.screen_text import picture

CRITERIA = ("sessions", "diary", "post-survey", "reaction")


def seen(
    name: str = "Amal Haddad",
    state: State = "InProgress",
    reach: Reach | None = None,
    *,
    met: bool | None = None,
    override: Override | None = None,
) -> Seen:
    """Somebody with four criteria, each half met."""
    findings = tuple(
        Finding(each, "task", 2, 1, False, f"{each}: 1 handed in, 2 needed") for each in CRITERIA
    )
    verdict = Verdict(
        participant=name,
        course="neighbours",
        badge="participant",
        state=state,
        met=state in ("Provisional", "OnHold", "Completed") if met is None else met,
        why="",
        criteria=findings,
        sessions=(),
        rule=RuleName("participant", "1", "ab" * 32),
        override=override,
    )
    return Seen(person=name, name=name, subgroup="Blue", verdict=verdict, reach=reach)


def reaching(kind: ReachKind, sessions: int = 0, of: int = 0) -> Reach:
    return Reach(kind, "", sessions, of)


# --- who needs help


def test_who_needs_help_first_and_then_by_name() -> None:
    people = [
        seen("withdrew", "Withdrew", reaching("out of reach")),
        seen("completed", "Completed", reaching("safe")),
        seen("met", "Provisional", reaching("safe")),
        seen("safe", reach=reaching("safe", of=2)),
        seen("needs one of two", reach=reaching("needs", 1, 2)),
        seen("needs all", reach=reaching("needs", 2, 2)),
        seen("catches up", reach=reaching("catch-up", 0, 2)),
        seen("Zoe is out", reach=reaching("out of reach")),
        seen("ada failed", "Failed", reaching("out of reach")),
    ]
    assert [each.name for each in in_order(people)] == [
        "ada failed",
        "Zoe is out",
        "catches up",
        "needs all",
        "needs one of two",
        "met",
        "safe",
        "completed",
        "withdrew",
    ]
    assert summed_up(people) == "9 people · 2 need help · 2 out of reach · 1 to confirm"


def test_who_was_decided_about_beside_the_rule_is_not_called_out_of_reach() -> None:
    decided = Override("Miriam", 1, "two accounts", earned=False)
    person = seen(state="Failed", reach=reaching("out of reach"), override=decided)
    assert reach_words(person) == "decided"
    assert not person.out_of_reach
    assert summed_up([person]) == "1 person"


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (None, "…"),
        (reaching("safe", of=2), "safe"),
        (reaching("needs", 2, 3), "needs 2 of 3"),
        (Reach("needs", "", tasks=(Todo("diary"),)), "hand in"),
        (reaching("needs", 0, 3), "be in time"),
        (reaching("catch-up", 1, 3), "catch-up"),
        (reaching("out of reach"), "out of reach"),
    ],
)
def test_what_can_still_be_reached_in_a_word(reach: Reach | None, words: str) -> None:
    assert reach_words(seen(reach=reach)) == words


@pytest.mark.parametrize(
    ("kind", "needed", "achieved", "met", "words"),
    [
        ("sessions", 4, 3, False, "3/4 ·"),
        ("task", 1, 1, True, "1/1 ✓"),
        ("minutes", 360 * 60_000 - 1, 359 * 60_000 + 59_999, False, "359/360m ·"),
        ("missed sessions", 1, 2, False, "2/≤1 ·"),
        ("missed minutes", 120 * 60_000, 61_000, True, "1/≤120m ✓"),
        ("missed minutes", 120 * 60_000, 120 * 60_000 + 1, False, "121/≤120m ·"),
        ("group", 2, 1, False, "1/2 ·"),
    ],
)
def test_a_criterion_in_a_few_characters(
    kind: Kind, needed: int, achieved: int, met: bool, words: str
) -> None:
    """Minutes are rounded to the nearest one, but never so that they look like enough when they are not."""
    assert finding_words(Finding("x", kind, needed, achieved, met), settled=False) == words
    assert finding_words(Finding("x", kind, needed, achieved, met), settled=True) == words.replace("·", "✗")


def test_every_state_has_a_sign_and_a_word_of_its_own() -> None:
    states: tuple[State, ...] = (
        "Enrolled", "InProgress", "Provisional", "OnHold", "Completed", "Failed", "Withdrew",
    )  # fmt: skip
    words = [state_words(state) for state in states]
    assert len({each[0] for each in words}) == len(states)
    assert words[2] == "? Provisional"


# --- a threshold


def test_a_number_moves_within_what_makes_sense() -> None:
    share = Threshold(criterion="sessions", asks="", number=80, least=5, most=100, unit="%", step=5)
    assert [share.moved(80, 1), share.moved(100, 1), share.moved(5, -1)] == [85, 100, 5]
    times = replace(share, unit="times", step=1)
    assert [share.words(60), times.words(1), times.words(3), replace(share, unit="seconds").words(3600)] == [
        "60 %",
        "1 time",
        "3 times",
        "60 min",
    ]


# --- lines


@given(
    st.lists(st.text(max_size=40), min_size=1, max_size=4),
    st.integers(min_value=8, max_value=140),
    st.integers(min_value=0, max_value=len(CRITERIA) + 1),
    st.booleans(),
)
def test_no_line_is_wider_than_the_terminal_and_the_cursor_shows(
    names: list[str], width: int, cursor: int, grouped: bool
) -> None:
    table = table_of(
        [seen(name or "somebody", reach=reaching("safe")) for name in names], CRITERIA, grouped=grouped
    )
    columns = columns_of(table, width, cursor)
    lines = ["".join(piece.text for piece in row_of(table, columns, row, None)) for row in range(len(names))]
    assert all(cell_len(line) <= width for line in [*lines, titles_of(table, columns)])
    assert len({cell_len(line) for line in [*lines, titles_of(table, columns)]}) == 1
    if width >= 24:
        assert cursor in [column for column, _ in columns.shown]


def test_where_not_all_columns_fit_those_around_the_cursor_show() -> None:
    table = table_of([seen()], CRITERIA)
    everything = [column for column, _ in columns_of(table, 120, 0).shown]
    assert everything == [0, 1, 2, 3, 4, 5]
    narrow = columns_of(table, 60, 4)
    assert [column for column, _ in narrow.shown] == [0, 4, 5]
    assert narrow.hidden == 3
    assert titles_of(table, narrow).startswith("  +3 with ←→")


def test_a_click_means_the_column_below_it() -> None:
    columns = Columns(name=14, group=0, shown=((0, 13), (1, 8), (5, 13)))
    assert [columns.at(x) for x in (0, 20, 32, 45, 200)] == [0, 0, 1, 5, 5]


def test_what_would_be_stands_beside_what_is() -> None:
    people = [seen("Amal"), seen("Bruno")]
    table = table_of(people, CRITERIA, {"Bruno": Change("Bruno", "InProgress", "Failed")})
    assert table.titles[-1] == "would be"
    assert [row[-1] for row in table.rows] == ["=", "→ ✗ Failed"]


# --- the widget


class GridApp(App[None]):
    def compose(self) -> ComposeResult:
        yield CriteriaGrid("Nobody yet.")


async def test_the_arrows_go_over_the_cells_and_stop_at_the_edges() -> None:
    app = GridApp()
    async with app.run_test(size=(100, 8)) as pilot:
        grid = app.query_one(CriteriaGrid)
        assert grid.current == ""
        await pilot.pause()
        assert "Nobody yet." in picture(app)
        grid.show([seen(f"Person {n:02}", reach=reaching("safe")) for n in range(30)], CRITERIA)
        grid.focus()
        await pilot.press("up", "left")
        assert (grid.current, grid.criterion, grid.at_reach) == ("Person 00", "", False)
        await pilot.press("down", "right")
        assert (grid.current, grid.criterion) == ("Person 01", "sessions")
        await pilot.press("end", *["right"] * 9)
        assert (grid.current, grid.at_reach) == ("Person 29", True)
        assert "▸ Person 29" in picture(app)
        await pilot.press("pageup", "home")
        assert "▸ Person 00" in picture(app)


async def test_the_cursor_stays_with_its_person() -> None:
    app = GridApp()
    async with app.run_test(size=(100, 8)) as pilot:
        grid = app.query_one(CriteriaGrid)
        amal, bruno = seen("Amal"), seen("Bruno")
        grid.show([amal, bruno], CRITERIA)
        grid.focus()
        await pilot.press("down")
        grid.show([bruno, amal], CRITERIA)
        assert grid.current == "Bruno"
        grid.show([amal], CRITERIA)
        assert grid.current == "Amal"
        grid.show([], CRITERIA)
        await pilot.press("down", "right")
        assert grid.current == ""


async def test_a_cell_is_clicked() -> None:
    app = GridApp()
    async with app.run_test(size=(100, 8)) as pilot:
        grid = app.query_one(CriteriaGrid)
        grid.show([seen("Amal"), seen("Bruno")], CRITERIA)
        await pilot.pause()
        line = picture(app).splitlines()[0]
        await pilot.click(CriteriaGrid, offset=(line.index("diary"), 2))
        assert (grid.current, grid.criterion) == ("Bruno", "diary")
