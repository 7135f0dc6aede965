"""The ways to finish on time, to choose one by its number. What they are is worked out in ``dialogue.replan``."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from facilitator_tui.actions import Keymap
from facilitator_tui.dialogue.replan import Proposal, Replan
from facilitator_tui.dialogue.words import clock
from facilitator_tui.keys import name_of
from facilitator_tui.plain import plain


class ReplanScreen(ModalScreen[Proposal | None]):
    """Gives the proposal of the digit that was pressed, None for Escape. ``end`` is the planned end's time of day."""

    CSS_PATH = "replan.tcss"
    BINDINGS = [("escape", "dismiss", "Close")]

    def __init__(self, found: Replan, end: str, keymap: Keymap) -> None:
        super().__init__()
        self._found, self._end, self._keymap = found, end, keymap

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="replan"):
            yield Static(ways(self._found, self._end), markup=False)

    def on_key(self, event: events.Key) -> None:
        number = self._keymap.seats.get(name_of(event.key, event.character), 0)
        if 1 <= number <= len(self._found.proposals):
            event.stop()
            self.dismiss(self._found.proposals[number - 1])


def ways(found: Replan, end: str) -> Text:
    """Each proposal with its number, its sentence and what changes; or why there is none."""
    text = Text(f"{clock(found.late_ms)} late. The end stays at {end}.\n", "bold")
    for number, proposal in enumerate(found.proposals, start=1):
        text.append(f"\n{number}  ", "bold").append(f"{plain(proposal.sentence)}\n")
        for block in proposal.blocks:
            if block.ms != block.was_ms:
                now = clock(block.ms) if proposal.lengths[block.block] else "left out"
                text.append(f"     {plain(block.title)}: {clock(block.was_ms)} → {now}\n", "dim")
    if not found.proposals:
        return text.append(f"\n{found.sentence}\n\nesc  goes back")
    return text.append("\nA digit chooses; u takes it back afterwards.   esc  changes nothing")
