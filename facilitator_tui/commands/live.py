"""Opening the program: on the person's own store, on one session, on a demonstration, or as a rehearsal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from facilitator_tui.commands.common import CouldNotBeDone, db_option, store_file

if TYPE_CHECKING:
    from facilitator_tui.dialogue.journal import Clock
    from facilitator_tui.rehearsal import Player
    from facilitator_tui.settings import Settings
    from facilitator_tui.store.file import Store

PICTURES_A_SECOND = "240"
"""How often Textual may paint. It paints in beats; by its own 60 a second, a key that comes just after the clock's
picture waits for up to two beats of 17 ms, longer than everything else together. There is no more to paint for it."""


def open_app(db: str | None, wanted: str | None = None, settings: Settings | None = None) -> None:
    """Open the store and run the app on it until it is quit; ``wanted`` names a session to go straight to."""
    from facilitator_tui.clock import SystemClock
    from facilitator_tui.settings import SettingsProblem, config_path, load
    from facilitator_tui.store.errors import StoreProblem
    from facilitator_tui.store.file import Store
    from facilitator_tui.store.sessions import Sessions

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CouldNotBeDone("The program needs a terminal. Without one, use “facilitator-tui log”.")
    try:
        settings = settings or load(config_path())
        with Store.open(store_file(db)) as store:
            session = Sessions(store).find(wanted).id if wanted is not None else None
            run_app(store, settings, SystemClock(), session)
    except (SettingsProblem, StoreProblem) as problem:
        raise CouldNotBeDone(str(problem)) from problem


def run_app(
    store: Store, settings: Settings, clock: Clock, session: str | None = None, player: Player | None = None
) -> None:
    """Run the app on an open store until it is quit; ``player`` feeds a recording into ``session``."""
    # Textual reads this when it is first imported.
    os.environ.setdefault("TEXTUAL_FPS", PICTURES_A_SECOND)
    from facilitator_tui.app import FacilitatorApp
    from facilitator_tui.terminal import forgiving_input

    forgiving_input()
    app = FacilitatorApp(store, settings, clock, session, player)
    app.debug_tracebacks = "--debug" in sys.argv
    app.run()
    if app.unsaved:
        raise CouldNotBeDone(f"{app.unsaved} entries could not be saved. {app.problem}")
    if app.return_code:
        # Textual gives 1 after an error that nobody foresaw; here that is "could not be done".
        click.get_current_context().exit(3 if app.return_code == 1 else app.return_code)


@click.command("open")
@click.argument("session")
@db_option
def open_(session: str, db: str | None) -> None:
    """Go straight to the live screen of SESSION (its number in “session list”, or its id)."""
    open_app(db, session)


@click.command()
def demo() -> None:
    """Open the program on a demonstration: invented people, a throw-away store, nothing of yours touched."""
    from tempfile import TemporaryDirectory

    from facilitator_tui.demo import furnish
    from facilitator_tui.settings import Settings

    with TemporaryDirectory(prefix="facilitator-tui-demo-") as folder:
        os.environ["FACILITATOR_TUI_HOME"] = folder  # reports and everything else go there as well
        path = Path(folder) / "demo.db"
        furnish(path)
        open_app(str(path), settings=Settings(keyboard="plain", author="demo"))


@click.command()
@click.argument("session", required=False)
@click.option(
    "--speed", type=click.FloatRange(1, 60), default=10.0, show_default=True, help="How many times as fast."
)
@db_option
def rehearse(session: str | None, speed: float, db: str | None) -> None:
    """Play a recorded SESSION into the live screen, in a throw-away store, to practise the keys.

    Without SESSION the demonstration's past session is played. Your keys work as in a real session.
    """
    from facilitator_tui.rehearsal import staged
    from facilitator_tui.settings import Settings
    from facilitator_tui.store.errors import StoreProblem

    try:
        with staged(session, speed, store_file(db)) as (store, clock, played, player):
            run_app(store, Settings(keyboard="plain", author="rehearsal"), clock, played, player)
    except StoreProblem as problem:
        raise CouldNotBeDone(str(problem)) from problem
