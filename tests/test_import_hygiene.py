"""What a running program has loaded: each room only what it needs, heavy things only when they are used.

The import contracts (.importlinter) see the text; these see what really happens.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from .store.writer import SESSION, prepared

ROOT = Path(__file__).parents[1]

SCREEN = {"textual", "rich"}
SQL = {"sqlite3", "_sqlite3", "pysqlite3", "sqlite_utils"}
HEAVY = {
    "sqlite_utils", "pendulum", "yaml", "tomlkit", "markdown_it", "webvtt", "rapidfuzz", "hypothesis", "openpyxl",
    "icalendar", "email_validator", "httpx", "keyring", "babel",
}  # fmt: skip

AROUND = {"desks", "cohorts", "intake", "issuing", "exports", "forming", "imports", "commands"}
"""The rooms that a running session does not need."""


def loaded_after(code: str, *arguments: str) -> set[str]:
    """The names of all modules that a fresh Python has loaded after this code, packages among them."""
    told = "\nimport sys\nprint('loaded:', *list(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code + told, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("loaded:"))
    return set(line.removeprefix("loaded:").split())


def modules(package: str) -> list[str]:
    folder = ROOT / "facilitator_tui" / package
    return [f"facilitator_tui.{package}.{path.stem}" for path in sorted(folder.glob("[!_]*.py"))]


def loaded_with(names: Iterable[str]) -> set[str]:
    return loaded_after(
        "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)", *names
    )


def rooms(loaded: Iterable[str]) -> set[str]:
    """Which rooms and files of the package are among these modules."""
    return {name.split(".")[1] for name in loaded if name.startswith("facilitator_tui.")}


@pytest.mark.parametrize("room", ["dialogue", "completion", "plans", "forming"])
def test_the_core_loads_neither_a_screen_nor_a_database(room: str) -> None:
    assert not loaded_with(modules(room)) & (SCREEN | SQL | {"click"})


def test_dialogue_loads_nothing_heavy_at_all() -> None:
    assert not loaded_with(modules("dialogue")) & (HEAVY | {"asyncio", "click", "dataclasses"})


def test_forming_stands_by_itself() -> None:
    loaded = loaded_with(modules("forming"))
    assert rooms(loaded) == {"forming"}
    assert not loaded & HEAVY


def test_issuing_without_its_two_doors_to_the_outside_loads_neither_a_screen_nor_a_database() -> None:
    doors = {"facilitator_tui.issuing.obf", "facilitator_tui.issuing.credentials"}
    inside = [name for name in modules("issuing") if not name.startswith("facilitator_tui.issuing.sending")]
    loaded = loaded_with(sorted({*inside} - doors))
    assert not loaded & (SCREEN | SQL | HEAVY | doors | {"click"})
    assert not rooms(loaded) & {"store", "cohorts", "screens", "exports"}


def test_whoever_only_reads_about_an_issuer_loads_neither_network_nor_keyring() -> None:
    """Also with the doors loaded: what talks to the outside is imported once somebody sends."""
    assert not loaded_with(modules("issuing")) & (SCREEN | SQL | HEAVY | {"click"})


def test_the_package_itself_loads_nothing_of_itself() -> None:
    assert not loaded_after("import facilitator_tui") & (SCREEN | SQL | HEAVY | {"click", "msgspec"})


def test_the_list_of_commands_needs_no_screen_and_no_database() -> None:
    loaded = loaded_after(
        "from facilitator_tui.cli import front\n"
        "front.main(['--help'], prog_name='facilitator-tui', standalone_mode=False)"
    )
    assert not loaded & (SCREEN | SQL | HEAVY)


def test_opening_a_session_for_recording_loads_only_what_recording_needs(tmp_path: Path) -> None:
    path = prepared(tmp_path / "facilitator.db")
    loaded = loaded_after(
        "import sys\n"
        "from pathlib import Path\n"
        "from facilitator_tui.clock import SystemClock\n"
        "from facilitator_tui.dialogue import commands as c\n"
        "from facilitator_tui.opening import begin, recorder_for\n"
        "from facilitator_tui.recorder import Done\n"
        "from facilitator_tui.store.file import Store\n"
        "from facilitator_tui.store.sessions import Sessions\n"
        "with Store.open(Path(sys.argv[1])) as store:\n"
        "    recorder = recorder_for(store, sys.argv[2], SystemClock(), 'me')\n"
        "    begin(recorder, store, Sessions(store).get(sys.argv[2]))\n"
        "    assert isinstance(recorder.do(c.AddNote('words')), Done)\n",
        str(path),
        SESSION,
    )
    assert not loaded & (HEAVY | SCREEN | {"click"})


def test_the_live_screen_is_there_without_what_it_does_not_show() -> None:
    loaded = loaded_after("import facilitator_tui.screens.live, facilitator_tui.app")
    assert not loaded & (HEAVY | {"click"})
    assert not rooms(loaded) & AROUND


def test_a_session_is_opened_and_recorded_on_the_screen_without_the_rooms_around_it(tmp_path: Path) -> None:
    path = prepared(tmp_path / "facilitator.db")
    loaded = loaded_after(
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from facilitator_tui.app import FacilitatorApp\n"
        "from facilitator_tui.clock import SystemClock\n"
        "from facilitator_tui.settings import Settings\n"
        "from facilitator_tui.store.file import Store\n"
        "async def story(app):\n"
        "    async with app.run_test(size=(120, 40)) as pilot:\n"
        "        before = app.screen.recorder.saved\n"
        "        await pilot.press('1')\n"
        "        assert app.screen.recorder.saved == before + 1\n"
        "with Store.open(Path(sys.argv[1])) as store:\n"
        "    app = FacilitatorApp(store, Settings(keyboard='plain'), SystemClock(), sys.argv[2])\n"
        "    asyncio.run(story(app))\n",
        str(path),
        SESSION,
    )
    assert not loaded & (HEAVY | {"click"})
    assert not rooms(loaded) & AROUND


def test_the_screen_is_painted_without_long_beats() -> None:
    """The beat is Textual's setting, read at its first import: nothing may have imported it before."""
    code = (
        "import sys\n"
        "from facilitator_tui.cli import front\n"
        "from facilitator_tui.commands.live import run_app\n"
        "assert 'textual' not in sys.modules\n"
        "sys.modules['facilitator_tui.app'] = None\n"
        "try:\n"
        "    run_app(None, None, None)\n"
        "except ImportError:\n"
        "    from textual.constants import MAX_FPS\n"
        "    print(MAX_FPS)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 240
