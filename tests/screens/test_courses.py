"""The course browser: what there is, what it says, and an editor on it with a check on the way back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.screen import Screen

from facilitator_tui.app import FacilitatorApp
from facilitator_tui.clock import SetClock
from facilitator_tui.desks.courses import FolderDesk, editor_command
from facilitator_tui.screens.courses import CoursesScreen
from facilitator_tui.screens.messages import OpenCourse
from facilitator_tui.screens.plan import PlanScreen
from facilitator_tui.screens.problems import DeskProblem
from facilitator_tui.settings import Settings
from facilitator_tui.store.file import Store
from tests.plans.sources import documented, write_course
from tests.screen_text import picture
from tests.screens.desks import NOW, ZONE, OneScreen

SIZES = [(80, 24), (140, 45), (20, 5)]


class LisbonDesk(FolderDesk):
    """On the clocks of Lisbon, wherever the test runs."""

    def zone(self) -> str:
        return ZONE


class Browsing(OneScreen):
    """Also keeps what a course asks for; its terminal can be lent to an editor."""

    def __init__(self, screen: Screen[Any], lends: bool = True) -> None:
        super().__init__(screen)
        self._lends = lends

    def on_open_course(self, event: OpenCourse) -> None:
        self.asked.append(event)

    def on_plan_screen_copy_asked(self, event: PlanScreen.CopyAsked) -> None:
        self.asked.append(event)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        if self._lends:
            yield
        else:
            with super().suspend():
                yield


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A course as it is shipped: the shared block lies beside it."""
    course = write_course(tmp_path / "shipped" / "who-belongs")
    (course / "shared").rename(course.parent / "shared")
    return course


@pytest.fixture
def desk(tmp_path: Path, shipped: Path) -> FolderDesk:
    return LisbonDesk(
        SetClock(NOW), tmp_path / "own", shipped.parent, tmp_path / "kept", locked=[shipped.parent]
    )


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A course of one's own with a title that looks like markup, and one error."""
    changed = documented()["course.yaml"].replace("title: Who belongs?", 'title: "Mine [/] [red]"')
    return write_course(tmp_path / "own" / "mine", {"course.yaml": changed.replace("weeks: 2", "weeks: two")})


def flowing(app: OneScreen) -> str:
    return " ".join(picture(app).split())


def editing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str) -> Path:
    """An editor that replaces a text and notes which file it was given."""
    script, opened = tmp_path / "editor.py", tmp_path / "opened"
    script.write_text(
        "import sys; from pathlib import Path; file = Path(sys.argv[-1]); text = file.read_text('utf-8')\n"
        f"file.write_text(text.replace({old!r}, {new!r}), 'utf-8'); Path({str(opened)!r}).write_text(str(file))\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{script}'")
    return opened


# --- what there is


@pytest.mark.parametrize("size", SIZES)
async def test_own_courses_stand_above_the_shipped_ones_with_what_is_wrong(
    size: tuple[int, int], desk: FolderDesk, own: Path, snapshot: SnapshotAssertion
) -> None:
    app = Browsing(CoursesScreen(desk))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert picture(app) == snapshot
        await pilot.press("down", "enter")
    assert [event.folder for event in app.asked if isinstance(event, OpenCourse)] == [
        str(desk.courses()[1].folder)
    ]


async def test_a_new_course_begins_with_a_name(desk: FolderDesk, tmp_path: Path) -> None:
    app = Browsing(CoursesScreen(desk))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"Bread and salt", "enter")
        (asked,) = app.asked
        assert isinstance(asked, OpenCourse)
        assert asked.folder == str(tmp_path / "own" / "bread-and-salt")
        assert desk.course(asked.folder).reading.problems == ()
        await pilot.press("n", *"Bread and salt", "enter")
        assert "in use already" in flowing(app)


# --- what it says


@pytest.mark.parametrize("size", SIZES)
async def test_the_page_follows_the_cursor(
    size: tuple[int, int], desk: FolderDesk, shipped: Path, snapshot: SnapshotAssertion
) -> None:
    app = Browsing(PlanScreen(desk, str(shipped)))
    async with app.run_test(size=size) as pilot:
        await pilot.press("down")
        assert picture(app) == snapshot


async def test_a_start_gives_times_of_day_and_a_role_its_own_lanes(desk: FolderDesk, shipped: Path) -> None:
    app = Browsing(PlanScreen(desk, str(shipped)))
    async with app.run_test(size=(120, 100)) as pilot:
        await pilot.press("down", "t", *"fri 18:00", "enter")
        assert "17:30 17:45 15 Pre-flight" in flowing(app)
        assert "Who belongs? · for the whole team · starts Fri 27 Nov 18:00 (Europe/Lisbon)" in picture(app)
        assert "Keep the order of speakers" in flowing(app)
        assert "Take a minute to look at your object" in flowing(app)
        await pilot.press("r")
        assert "for the facilitator" in picture(app)
        assert "Keep the order of speakers" not in flowing(app)
        await pilot.press("r", "r")
        assert "for participants" in picture(app)
        assert "Pre-flight" not in picture(app)
        assert "Take a minute to look at your object" not in flowing(app)
        await pilot.press("r", "t", "enter")
        assert "+0:00" in picture(app)
        await pilot.press("t", *"soon", "enter")
        assert "has no time of day" in picture(app)


async def test_the_page_is_turned_to_its_end_and_back(desk: FolderDesk, shipped: Path) -> None:
    app = Browsing(PlanScreen(desk, str(shipped)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "tab", "end")
        assert "Top of mind; how it went; one thing to change." in picture(app)
        await pilot.press("home")
        assert "Names and places" in picture(app)
        await pilot.press("escape", "up", *["space"] * 8)
        assert "Luca: no, the survey is missing" in picture(app)
        await pilot.press(*["b"] * 8)
        assert "MOOC" not in picture(app)
        assert "ready-made exchange · blended" in picture(app)
        await pilot.press("escape")
    assert app.given == [None]


# --- the editor, and the check afterwards


async def test_problems_stand_above_the_modules_and_lead_back_into_the_editor(
    desk: FolderDesk, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    app = Browsing(PlanScreen(desk, str(own)))
    async with app.run_test(size=(80, 24)) as pilot:
        opened = editing(monkeypatch, tmp_path, "kind: closing", "kind: clozing")
        await pilot.press("down", "e")
        assert opened.read_text() == str(own / "1-names-and-places.md")
        assert "! Checked: 2 errors. e opens the place in your editor." in picture(app)
        assert picture(app) == snapshot
        opened = editing(monkeypatch, tmp_path, "weeks: two", "weeks: 2")
        await pilot.press("e")
        assert opened.read_text() == str(own / "course.yaml")
        assert "1-names-and-places.md:71: unknown" in flowing(app)
        editing(monkeypatch, tmp_path, "kind: clozing", "kind: closing")
        await pilot.press("e")
        assert "Checked: no problems." in picture(app)
        assert "Mine [/] [red]" in picture(app)


async def test_a_course_of_the_program_is_copied_before_it_is_edited(
    desk: FolderDesk, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = editing(monkeypatch, tmp_path, "Names and places", "Names and faces")
    app = Browsing(PlanScreen(desk, str(shipped)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "e")
        (asked,) = app.asked
        assert isinstance(asked, PlanScreen.CopyAsked)
        assert asked.folder == str(tmp_path / "own" / "who-belongs")
        assert not opened.exists()
        asked.screen.copy()
        await pilot.pause()
        assert "Checked: no problems." in picture(app)
        assert "Names and faces" in picture(app)
    copy = tmp_path / "own" / "who-belongs"
    assert opened.read_text() == str(copy / "1-names-and-places.md")
    assert (copy / "shared" / "agreements.md").is_file()
    assert "Names and places" in (shipped / "1-names-and-places.md").read_text(encoding="utf-8")
    assert desk.copied(str(shipped)) == str(copy)
    assert "Names and faces" in (copy / "1-names-and-places.md").read_text(encoding="utf-8")
    assert [path.name for path in copy.parent.iterdir()] == ["who-belongs"]


async def test_an_editor_that_is_not_there_is_a_sentence(
    desk: FolderDesk, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    app = Browsing(PlanScreen(desk, str(own)))
    async with app.run_test(size=(140, 45)) as pilot:
        await pilot.press("e")
        assert "The editor no-such-editor cannot be started" in flowing(app)


async def test_a_terminal_that_cannot_be_lent_is_a_sentence(desk: FolderDesk, own: Path) -> None:
    app = Browsing(PlanScreen(desk, str(own)), lends=False)
    async with app.run_test(size=(140, 45)) as pilot:
        await pilot.press("e")
        assert "This terminal cannot be lent to an editor." in flowing(app)


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vi", ["vi", "+12", "a.md"]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+12", "a.md"]),
        ("code --wait", ["code", "--wait", "--goto", "a.md:12"]),
        ("hx", ["hx", "a.md:12"]),
        ("ed", ["ed", "a.md"]),
    ],
)
def test_editors_go_to_the_line_in_their_own_way(
    editor: str, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    assert editor_command("a.md", 12) == command
    assert "12" not in " ".join(editor_command("a.md", 0))


def test_where_no_editor_is_known_one_is_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeskProblem, match="set EDITOR to yours"):
        editor_command("a.md", 0)
    (tmp_path / "nano").touch(mode=0o755)
    assert editor_command("a.md", 3) == ["nano", "+3", "a.md"]


# --- handing out


async def test_a_hand_out_is_what_the_page_shows(desk: FolderDesk, shipped: Path, tmp_path: Path) -> None:
    app = Browsing(PlanScreen(desk, str(shipped)))
    folder = tmp_path / "for them"
    async with app.run_test(size=(140, 45)) as pilot:
        await pilot.press("down", "r", "r", "r", "o", "ctrl+u", *str(folder), "enter")
        assert "who-belongs-1-participants.md and who-belongs-1-participants.html" in flowing(app)
        await pilot.press("o", "ctrl+u", *str(shipped / "course.yaml"), "enter")
        assert "cannot be written" in flowing(app)
    written = {path.suffix: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert written[".md"].startswith("# Who belongs?: Names and places")
    assert "<h2>" in written[".html"]
    for text in written.values():
        assert "An object that says where you feel at home" in text
        assert "Pre-flight" not in text


# --- from the first screen


async def test_from_the_sessions_to_an_own_copy(
    tmp_path: Path, desk: FolderDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator_tui.desks.courses.own_desk", lambda clock: desk)
    copy = tmp_path / "own" / "who-belongs"
    with Store.open(tmp_path / "facilitator.db") as store:
        app = FacilitatorApp(store, Settings(keyboard="plain"), SetClock(NOW))
        async with app.run_test(size=(140, 45)) as pilot:
            await pilot.press("p", "enter", "e")
            await pilot.pause()
            assert "stays as it is" in picture(app)
            await pilot.press("n")
            assert not copy.exists()
            await pilot.press("e", "y")
            await pilot.pause()
            assert (copy / "course.yaml").is_file()
            assert "This terminal cannot be lent to an editor." in picture(app)
            await pilot.press("escape")
            assert "Your own courses" in picture(app)
            await pilot.press("escape")
            assert not isinstance(app.screen, PlanScreen | CoursesScreen)
