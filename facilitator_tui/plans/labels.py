"""What stands under the labels of a block: lanes, prompts, materials, and what describes the block as a whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import get_args

import msgspec

from facilitator_tui.plans import words
from facilitator_tui.plans.document import Item, Labelled, label_of
from facilitator_tui.plans.model import Lane, LaneKind, Material, Prompt, Role
from facilitator_tui.plans.problems import Complaints, shorten, suggest
from facilitator_tui.plans.words import normal

LANE_LABELS: tuple[LaneKind, ...] = get_args(LaneKind)

BLOCK_LABELS = ("prompts", "half-way", "materials", "observe", "fallback", "evidence")

QUESTION_LABELS = ("ask", "watch for", "prompts", "do", "note", "materials")

EVIDENCE = ("survey", "diary", "video", "reflection", "assignment", "reaction", "response")

_ROLES: tuple[Role, ...] = get_args(Role)
_THINK = re.compile(r"\s*\(\s*think\b:?\s*([^()]*)\)\s*$", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]*)\)")
_ADDRESS = re.compile(r"https?://[^\s()<>\"]+", re.IGNORECASE)


class Parts(msgspec.Struct, frozen=True):
    """Everything under a block's labels."""

    lanes: tuple[Lane, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    halfway: str = ""
    materials: tuple[Material, ...] = ()
    observe: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    ask: str = ""
    watch_for: tuple[str, ...] = ()

    def then(self, more: Parts) -> Parts:
        """These parts followed by ``more``."""
        return Parts(
            lanes=self.lanes + more.lanes,
            prompts=self.prompts + more.prompts,
            halfway=more.halfway or self.halfway,
            materials=self.materials + more.materials,
            observe=self.observe + more.observe,
            fallbacks=self.fallbacks + more.fallbacks,
            evidence=self.evidence + more.evidence,
            ask=more.ask or self.ask,
            watch_for=self.watch_for + more.watch_for,
        )


def read_labels(labelled: Sequence[Labelled], lead: Role, question: bool, complaints: Complaints) -> Parts:
    """The parts under the labels of one section, in order; ``lead`` has the lane without a heading."""
    by_name = _known(question)
    parts = Parts()
    roles: dict[str, Role] = {"": lead}
    for each in labelled:
        label = by_name.get(normal(each.label))
        if each.role not in roles:
            roles[each.role] = _role(each, lead, complaints)
        if label is None:
            shown = tuple(known.capitalize() for known in by_name.values())
            complaints.error(each.line, f'unknown label "{shorten(each.label)}"', suggest(each.label, shown))
        elif not any(piece.text.strip() or piece.items for piece in each.pieces):
            hint = "write it after the colon, or take the label away"
            complaints.error(each.line, f'the label "{each.label}" has no text', hint)
        else:
            _refuse_hidden_labels(each, by_name, complaints)
            parts = parts.then(_part(label, each, roles[each.role], complaints))
    return parts


@cache
def _known(question: bool) -> dict[str, str]:
    """The labels of a question or of a block by the word that they are compared with."""
    labels = QUESTION_LABELS if question else (*LANE_LABELS, *BLOCK_LABELS)
    return {normal(label): label for label in labels}


def _role(labelled: Labelled, lead: Role, complaints: Complaints) -> Role:
    for role in _ROLES:
        if normal(labelled.role.rstrip(": ")) == role:
            return role
    complaints.unknown(labelled.role_line, "role", labelled.role, tuple(role.capitalize() for role in _ROLES))
    return lead


def _part(label: str, labelled: Labelled, role: Role, complaints: Complaints) -> Parts:
    if label in LANE_LABELS:
        return Parts(lanes=(Lane(label, labelled.text, role),))
    if label == "half-way":
        return Parts(halfway=labelled.text)
    if label == "ask":
        return Parts(ask=labelled.text)
    entries = labelled.entries()
    for item in entries:
        if not item.text.strip():
            complaints.error(item.line, "this item of the list is empty", "write it, or take it away")
    entries = tuple(item for item in entries if item.text.strip())
    match label:
        case "prompts":
            return Parts(prompts=tuple(_prompt(item, complaints) for item in entries))
        case "materials":
            return Parts(materials=tuple(_material(item, complaints) for item in entries))
        case "observe":
            return Parts(observe=tuple(map(_whole_text, entries)))
        case "fallback":
            return Parts(fallbacks=tuple(map(_whole_text, entries)))
        case "watch for":
            return Parts(watch_for=tuple(map(_whole_text, entries)))
    return Parts(evidence=tuple(_evidence(item, complaints) for item in entries))


def _whole_text(item: Item) -> str:
    return "\n".join([item.text, *(f"{child.mark} {_whole_text(child)}" for child in item.children)])


def _prompt(item: Item, complaints: Complaints) -> Prompt:
    text, think_s = item.text, 0
    if match := _THINK.search(text):
        text = text[: match.start()]
        think_s = words.seconds(match[1]) or 0
        if not think_s:
            hint = 'write it as "(think: 1 min)"'
            complaints.error(item.line, f'the think-time "{shorten(match[1])}" cannot be read', hint)
    return Prompt(text, tuple(_whole_text(child) for child in item.children), think_s)


def _material(item: Item, complaints: Complaints) -> Material:
    text = _whole_text(item)
    links = _LINK.findall(text)
    addresses = [url for _, url in links] or _ADDRESS.findall(text)
    if len(addresses) > 1:
        complaints.error(item.line, "this item has more than one link", "write an item for each link")
    if not addresses:
        return Material(text)
    if not _ADDRESS.fullmatch(addresses[0]):
        hint = 'write an address that begins with "https://"'
        complaints.error(item.line, f'"{shorten(addresses[0])}" is not an address', hint)
    return Material(_LINK.sub(r"\1", text), addresses[0])


def _evidence(item: Item, complaints: Complaints) -> str:
    text = _whole_text(item)
    kind, colon, rest = text.partition(":")
    if colon and normal(kind) in EVIDENCE and rest.strip():
        return f"{normal(kind)}: {rest.strip()}"
    hint = suggest(kind, tuple(f"{each}:" for each in EVIDENCE))
    complaints.error(item.line, f'the evidence "{shorten(text, 40)}" does not say what it is', hint)
    return text


def _refuse_hidden_labels(labelled: Labelled, known: Collection[str], complaints: Complaints) -> None:
    """A label inside a list item would be read as text: better to ask."""
    waiting = [item for piece in labelled.pieces for item in piece.items]
    while waiting:
        item = waiting.pop()
        waiting.extend(item.children)
        if normal(label_of(item.text)) in known:
            hint = "put the label at the beginning of a line, outside the list"
            complaints.error(item.line, f'the label "{label_of(item.text)}" stands inside a list', hint)
