"""The running block's lanes: what to say, do and paste, for one role at a time."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from facilitator_tui.plans.model import Block, Role
from facilitator_tui.widgets.figures import clock


class LanePane(VerticalScroll, can_focus=False):
    """Shows the text of one block; changes only when the block or the lane does."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Block | None, str] | None = None
        self._text = Static(id="lane_text", markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, block: Block | None, role: Role | None) -> None:
        """``role`` None shows every lane."""
        if (block, role or "") != self._shown:
            self._shown = (block, role or "")
            self._text.update(lane_text(block, role) if block is not None else Text(""))
            if self.is_attached:
                self.scroll_home(animate=False)


def roles_of(block: Block) -> list[Role]:
    """The roles that have a lane in this block, the lead's first."""
    roles = [block.lead, *(lane.role for lane in block.lanes)]
    return list(dict.fromkeys(roles))


def lane_text(block: Block, role: Role | None) -> Text:
    """The block as text to read at a glance: the label in bold, then what it says."""
    text = Text()
    for lane in block.lanes:
        if role is not None and lane.role != role:
            continue
        label = lane.kind.upper() if lane.kind == "say exactly" else lane.kind.capitalize()
        if role is None and lane.role != block.lead:
            label = f"{lane.role} · {label}"
        _item(text, label, lane.text)
    for prompt in block.prompts:
        think = f" (think {clock(prompt.think_s * 1000)})" if prompt.think_s else ""
        _item(text, "Ask", prompt.text + think)
        for follow_up in prompt.follow_ups:
            text.append(f"     ↳ {follow_up}\n", style="dim")
    if block.breakout is not None:
        halfway = f" · half-way: {block.breakout.halfway}" if block.breakout.halfway else ""
        _item(text, "Rooms", f"of {block.breakout.size}, {block.breakout.method}{halfway}")
    if block.per_speaker_s:
        _item(
            text,
            "Each",
            f"up to {clock(block.per_speaker_s * 1000)}" + (", may pass" if block.may_pass else ""),
        )
    for label, items in (("Observe", block.observe), ("If it goes wrong", block.fallbacks)):
        for item in items:
            _item(text, label, item)
    for material in block.materials:
        _item(text, "Material", f"{material.label} {material.url}".strip())
    return text


def _item(text: Text, label: str, content: str) -> None:
    text.append(f"{label}: ", style="bold")
    text.append(f"{content}\n")
