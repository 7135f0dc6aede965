"""A list of people is looked at, corrected and taken in; until Enter on it nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from facilitator_tui.clock import SetClock
from facilitator_tui.desks.rosters import StoreRosterDesk, path_typed
from facilitator_tui.imports.roster_outcome import RosterIntake
from facilitator_tui.intake.roster_memory import RosterMemory
from facilitator_tui.screens.roster_port import RosterAsk, RosterDesk, RosterLook
from facilitator_tui.screens.roster_preview import RosterPreviewScreen
from facilitator_tui.screens.roster_rows import field_choices, with_field
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.zones import here
from tests.screen_text import picture
from tests.screens.desks import NOW, OneScreen
from tests.screens.test_subgroup import paste

LIST = """First name,Last name,Email address,Groups,Roles,Level,Remarks
Amal,Haddad,Amal.Haddad@Example.org,Group 3,Student,B2,[/] first
Rui,Tavares,rui@example.org,Group 3,Student,C1,
Miriam,Oduya,miriam(at)example.org,Group 3,Teacher,,
Jon,Smyth,,Group 4,Student,A2,
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "mine.db") as opened:
        yield opened


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write a list into the folder that the program runs in; the path is the bare name, alike on every computer."""
    monkeypatch.chdir(tmp_path)

    def write(text: str = LIST, name: str = "course.csv", encoding: str = "utf-8") -> Path:
        path = Path(name)
        path.write_bytes(text.encode(encoding))
        return path

    return write


def shown(store: Store, tmp_path: Path, subgroup: str = "") -> OneScreen:
    desk: RosterDesk = StoreRosterDesk(store, SetClock(NOW), RosterMemory(tmp_path / "rosters.json"))
    return OneScreen(RosterPreviewScreen(desk, subgroup))


async def read(pilot: Pilot[None], path: Path | str) -> None:
    await paste(pilot, str(path))
    await pilot.press("enter")
    await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    """Until what is read in a thread has come."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def known(people: People) -> None:
    """Two of the list are there already, and somebody whose name is like a third's."""
    group = people.add_subgroup("Group 3", "Newcomers", "Europe/Lisbon", 0)
    for name, email, level in (
        ("Amal Haddad", "Amal.Haddad@Example.org", "B2"),
        ("Rui Tavares", "rui@example.org", "B1"),
        ("John Smyth", "john@example.org", ""),
    ):
        given, _, family = name.partition(" ")
        person = people.add(name, 0, given_name=given, family_name=family, email=email, language_level=level)
        if email != "john@example.org":
            people.join(group, person, "participant", 0, 0)


async def test_the_empty_screen(store: Store, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        assert picture(app) == snapshot


@pytest.mark.parametrize("pane", ["1", "2", "3"])
async def test_a_list_that_was_read(
    pane: str,
    store: Store,
    people: People,
    listed: Callable[..., Path],
    tmp_path: Path,
    snapshot: SnapshotAssertion,
) -> None:
    known(people)
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, listed())
        await press(pilot, pane)
        assert picture(app) == snapshot
    assert len(people.all()) == 3, "nothing is written by looking"


@pytest.mark.parametrize("size", [(60, 18), (20, 5)])
async def test_a_list_on_a_small_screen(
    size: tuple[int, int],
    store: Store,
    people: People,
    listed: Callable[..., Path],
    tmp_path: Path,
    snapshot: SnapshotAssertion,
) -> None:
    known(people)
    app = shown(store, tmp_path)
    async with app.run_test(size=size) as pilot:
        await read(pilot, listed())
        assert picture(app) == snapshot


async def test_enter_takes_the_list_in_and_a_second_time_changes_nothing(
    store: Store, people: People, listed: Callable[..., Path], tmp_path: Path
) -> None:
    known(people)
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, listed())
        await press(pilot, "enter")
        assert "Taken in: 1 new, 1 updated, 1 unchanged, 1 doubtful, 1 problem" in picture(app)
        await press(pilot, "enter")
        assert "The list is taken in." in picture(app)
        assert len(people.all()) == 4
        await press(pilot, "f")
        await read(pilot, listed())
        assert "0 new, 0 updated, 3 unchanged, 1 doubtful, 1 problem" in picture(app)
        await press(pilot, "enter")
    assert sorted(each.name for each in people.all()) == [
        "Amal Haddad", "John Smyth", "Miriam Oduya", "Rui Tavares",
    ]  # fmt: skip
    assert (
        next(each.email for each in people.all() if each.name == "Amal Haddad") == "Amal.Haddad@Example.org"
    )


async def test_escape_writes_nothing(
    store: Store, people: People, listed: Callable[..., Path], tmp_path: Path
) -> None:
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, listed())
        await press(pilot, "2", "1", "escape")
    assert app.given == [None]
    assert people.all() == []
    assert people.subgroups() == []
    assert not (tmp_path / "rosters.json").exists()


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("s", ["Amal Haddad", "John Smyth", "Miriam Oduya", "Rui Tavares"]),
        ("n", ["Amal Haddad", "John Smyth", "Jon Smyth", "Miriam Oduya", "Rui Tavares"]),
        ("x", ["Amal Haddad", "John Smyth", "Miriam Oduya", "Rui Tavares"]),
    ],
)
async def test_a_doubtful_line_is_somebody_known_somebody_new_or_left_out(
    key: str, names: list[str], store: Store, people: People, listed: Callable[..., Path], tmp_path: Path
) -> None:
    known(people)
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, listed())
        await press(pilot, key)
        assert "Decided by you (1)" in picture(app) or key == "x"
        assert "0 doubtful" in picture(app)
        await press(pilot, "enter")
        assert sorted(each.name for each in people.all()) == names
        await press(pilot, "f")
        await read(pilot, listed())
        await press(pilot, "enter")
    assert sorted(each.name for each in people.all()) == names, "taken in again, nobody is there twice"


async def test_an_answer_can_be_taken_back_and_one_of_several_is_chosen(
    store: Store, people: People, listed: Callable[..., Path], tmp_path: Path
) -> None:
    for name in ("John Smyth", "Joan Smyth"):
        people.add(name, 0)
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, listed("Name\nJon Smyth\n"))
        await press(pilot, "s", "2")
        assert "unchanged: name stays" in picture(app)
        await press(pilot, "z")
        assert "1 doubtful" in picture(app)
        await press(pilot, "s", "down", "escape", "n", "enter")
    assert len(people.all()) == 3


async def test_a_column_is_corrected_and_the_next_list_of_that_source_is_read_alike(
    store: Store, people: People, listed: Callable[..., Path], tmp_path: Path
) -> None:
    text = "Wer;Post;Gruppe\nŁukasz Żak;Lukasz@example.org;1\n"
    columns = [field for field, _ in field_choices()]
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, listed(text))
        assert "[2 Columns]" in picture(app), "nobody can be taken in yet, so the columns are shown"
        await press(pilot, "enter", *["down"] * columns.index("name"), "enter")
        await press(pilot, "down", "c", *["down"] * columns.index("email"), "enter")
        await press(pilot, "1", "enter")
        assert "The next list with these columns is read as you corrected this one." in " ".join(
            picture(app).split()
        )
        await press(pilot, "f")
        await read(pilot, listed(text.replace("Łukasz Żak", "Zofia Żak").replace("Lukasz", "zofia"), "b.csv"))
        assert "corrected before; F forgets that" in " ".join(picture(app).split())
        await press(pilot, "enter")
        assert [(each.name, each.email) for each in people.all()] == [
            ("Zofia Żak", "zofia@example.org"), ("Łukasz Żak", "Lukasz@example.org"),
        ]  # fmt: skip
        await press(pilot, "F")
        assert "corrected before" not in picture(app)
        assert "0 new, 0 updated, 0 unchanged" in picture(app)
    assert "Wer" not in (tmp_path / "rosters.json").read_text(), "no label is kept"


async def test_the_encoding_the_separator_and_the_header_are_corrected(
    store: Store, people: People, listed: Callable[..., Path], tmp_path: Path
) -> None:
    text = "Name;Note\nŽeljko Šimić;a, b\nŁucja Żak;c, d\n"
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, listed(text, encoding="cp1250"))
        await press(pilot, "e", *"klingon", "enter")
        assert "there is no encoding" in picture(app)
        await press(pilot, "ctrl+u", *"cp1252", "enter")
        assert "Łucja" not in picture(app)
        await press(pilot, "e", "ctrl+u", *"cp1250", "enter")
        assert "Łucja Żak" in picture(app)
        assert "semicolons, cp1250" in picture(app)
        await press(pilot, "h")
        assert "no header" in picture(app)
        assert "3 new" in picture(app)
        await press(pilot, "h", "p")
        assert "tabs" in picture(app)


async def test_those_whose_line_names_no_subgroup_join_the_one_that_is_said(
    store: Store, people: People, listed: Callable[..., Path], tmp_path: Path
) -> None:
    group = people.add_subgroup("Evening [/]", "Newcomers", "UTC", 0)
    app = shown(store, tmp_path, group)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, listed("Name\nAmal Haddad\n"))
        assert "into Evening [/] · Newcomers" in " ".join(picture(app).split())
        await press(pilot, "g", "ctrl+u", *"Morning", "enter")
        await press(pilot, "o", "ctrl+u", *"Media", "enter")
        assert "There is no course “Media”." in picture(app)
        await press(pilot, "enter")
        assert f"into Morning · Media · makes Morning ({here()})" in " ".join(picture(app).split())
        await press(pilot, "t", "ctrl+u", *"Rome", "enter")
        assert "makes Morning (Rome)" not in picture(app)
        await press(pilot, "ctrl+u", *"Europe/Rome", "enter")
        assert "makes Morning (Europe/Rome)" in " ".join(picture(app).split())
        await press(pilot, "enter")
    assert [(x.name, x.course, x.zone) for x in people.subgroups()] == [
        ("Morning", "Media", "Europe/Rome"),
        ("Evening [/]", "Newcomers", "UTC"),
    ]


async def test_a_course_is_named_by_its_title_or_its_id(
    store: Store, listed: Callable[..., Path], tmp_path: Path
) -> None:
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, listed("Name\nAmal Haddad\n"))
        await press(pilot, "o", *"newcomers-and-nationalism", "enter")
        assert "Newcomers and Nationalism" in picture(app)


async def test_a_value_in_a_problem_keeps_its_letters(
    store: Store, listed: Callable[..., Path], tmp_path: Path
) -> None:
    app = shown(store, tmp_path)
    async with app.run_test(size=(110, 24)) as pilot:
        await read(
            pilot,
            listed(
                "Name,E-mail\nAmal Haddad,home@example.org\nRui Haddad,home@example.org\n,x@example.org\n"
            ),
        )
        await press(pilot, "3")
        assert "“home@example.org” is also the address of Amal Haddad" in picture(app)
        assert "There is no name" in picture(app)


async def test_what_cannot_be_read_is_said_and_the_screen_goes_on(
    store: Store, people: People, listed: Callable[..., Path], tmp_path: Path
) -> None:
    app = shown(store, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, tmp_path / "nowhere.csv")
        assert "! nowhere.csv: there is no such file" in picture(app)
        await pilot.press("ctrl+u")
        await read(pilot, listed("%PDF-1.7", "x.csv"))
        assert "this is a PDF document" in " ".join(picture(app).split())
        await pilot.press("ctrl+u")
        await read(pilot, listed())
        assert "4 new" in picture(app)


class SlowDesk:
    """A desk whose reading takes until somebody lets it."""

    def __init__(self, desk: RosterDesk) -> None:
        self._desk, self.go = desk, Event()

    def subgroup_name(self, subgroup: str) -> str:
        return subgroup

    def course_of(self, subgroup: str) -> str:
        return ""

    def course_called(self, text: str) -> tuple[str, str]:
        return self._desk.course_called(text)

    def looking(self, ask: RosterAsk) -> Callable[[], RosterLook]:
        work = self._desk.looking(ask)

        def look() -> RosterLook:
            assert self.go.wait(30)
            return work()

        return look

    def take_in(self, ask: RosterAsk, look: RosterLook) -> RosterLook:
        return self._desk.take_in(ask, look)

    def forget(self, look: RosterLook) -> None:
        self._desk.forget(look)


async def test_the_screen_stays_alive_while_a_file_is_read(
    store: Store, listed: Callable[..., Path], tmp_path: Path
) -> None:
    desk = SlowDesk(StoreRosterDesk(store, SetClock(NOW), RosterMemory(tmp_path / "rosters.json")))
    app = OneScreen(RosterPreviewScreen(desk))
    async with app.run_test(size=(80, 24)) as pilot:
        await paste(pilot, str(listed()))
        await pilot.press("enter")
        await pilot.pause()
        assert "Reading the file …" in picture(app)
        await pilot.press("end", "!")
        assert "course.csv!" in picture(app), "keys are still taken"
        desk.go.set()
        await settled(pilot)
        assert "4 new" in picture(app)


@pytest.mark.parametrize(
    "dropped",
    [
        "{0}", "'{0}'", '"{0}"', "  {0}  ", "file://{1}", "{2}", "FILE://localhost{1}",
    ],
)  # fmt: skip
def test_a_path_may_be_dropped_as_terminals_write_it(dropped: str, tmp_path: Path) -> None:
    path = tmp_path / "My list, é.csv"
    path.write_text("x", encoding="utf-8")
    url = str(path).replace(" ", "%20").replace("é", "%C3%A9")
    escaped = str(path).replace(" ", "\\ ").replace(",", "\\,")
    assert path_typed(dropped.format(path, url, escaped)) == path


def test_a_name_with_two_blanks_or_parted_accents_is_found(tmp_path: Path) -> None:
    path = tmp_path / "Zoe\u0308  list.csv"
    path.write_text("x", encoding="utf-8")
    assert path_typed(f"{tmp_path}/Zoë list.csv") == path
    assert path_typed(f"{tmp_path}/other.csv") == tmp_path / "other.csv"


def test_a_field_belongs_to_one_column() -> None:
    from facilitator_tui.imports.normal import RosterColumn

    columns = (RosterColumn("A", "name"), RosterColumn("B"), RosterColumn("C", "email"))
    assert with_field(columns, 1, "name") == ("", "name", "email")
    assert with_field(columns, 0, "") == ("", "", "email")
    assert RosterIntake((), (), columns, (), ()).count("new") == 0
