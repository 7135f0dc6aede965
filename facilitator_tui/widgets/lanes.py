"""The running block's lanes: what to say, do and paste, for one role at a time."""

from __future__ import annotations

from rich.console import Console
from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip

from facilitator_tui.plain import plain
from facilitator_tui.plans.model import Block, Role
from facilitator_tui.widgets.canvas import Painter
from facilitator_tui.widgets.figures import clock

_LONG = 20_000


class LanePane(Painter):
    """Shows the text of one block, wrapped, from the line that was scrolled to. The first line is a rule."""

    PREFIX = "lanes"
    LOOKS = ("rule", "label", "text", "aside")

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Block | None, str] = (None, "")
        self._lines: list[Strip] = []
        self._first = 0

    def show(self, block: Block | None, role: Role | None) -> None:
        """``role`` None shows every lane."""
        if (block, role or "") != self._shown:
            self._shown, self._first = (block, role or ""), 0
            self.resized()
            self.repaint()

    def scroll(self, lines: int) -> None:
        last = max(0, len(self._lines) - (self.height - 1))
        first = min(max(0, self._first + lines), last)
        if first != self._first:
            self._first = first
            self.repaint()

    def restyled(self) -> None:
        super().restyled()
        self.resized()

    def resized(self) -> None:
        block, role = self._shown
        self._lines = []
        if block is None or self.width < 6:
            return
        looks = {"label": self.look("label"), "text": self.look("text"), "aside": self.look("aside")}
        text = Text()
        for label, content, look in lane_items(block, role or None):
            text.append(f"{label} ", looks["label"])
            text.append(f"{content}\n", looks[look])
        text.rstrip()
        width = self.width - 2
        for line in text.wrap(Console(width=width), width):
            self._lines.append(Strip(line.render(Console(width=width), end="")))

    def paint(self, y: int) -> Strip:
        if y == 0:
            below = len(self._lines) - self._first - (self.height - 1)
            more = f" ↓ {below} more line{'s' * (below > 1)} " if below > 0 else ""
            return self.filled(
                ("─" * max(0, self.width - len(more)), self.look("rule")), (more, self.look("rule"))
            )
        index = self._first + y - 1
        if index >= len(self._lines):
            return self.filled(("", self.look("text")))
        blank = Segment(" ", self.look("text"))
        return Strip([blank, *self._lines[index]]).adjust_cell_length(self.width, self.look("text"))


def roles_of(block: Block) -> list[Role]:
    """The roles that have a lane in this block, the lead's first."""
    return list(dict.fromkeys([block.lead, *(lane.role for lane in block.lanes)]))


def lane_items(block: Block, role: str | None) -> list[tuple[str, str, str]]:
    """The block as items to read at a glance: label, what it says, and how it looks ("text" or "aside")."""
    items = []
    for lane in block.lanes:
        if role is None or lane.role == role:
            label = "SAY EXACTLY" if lane.kind == "say exactly" else lane.kind.capitalize()
            whose = f"{lane.role.capitalize()} · " if role is None and lane.role != block.lead else ""
            items.append((f"{whose}{label}:", lane.text, "text"))
    for prompt in block.prompts:
        think = f" (think {clock(prompt.think_s * 1000)})" if prompt.think_s else ""
        items.append(("Ask:", prompt.text + think, "text"))
        items += [("   ↳", follow_up, "aside") for follow_up in prompt.follow_ups]
    if block.per_speaker_s:
        passing = ", may pass" if block.may_pass else ""
        items.append(("Each:", f"up to {clock(block.per_speaker_s * 1000)}{passing}", "text"))
    if block.breakout is not None:
        halfway = f"; half-way: {block.breakout.halfway}" if block.breakout.halfway else ""
        items.append(("Rooms:", f"of {block.breakout.size}, {block.breakout.method}{halfway}", "text"))
    items += [("Observe:", text, "aside") for text in block.observe]
    items += [("Instead:", text, "aside") for text in block.fallbacks]
    items += [("Material:", f"{item.label} {item.url}".strip(), "aside") for item in block.materials]
    return [(label, plain(text, _LONG), look) for label, text, look in items]
