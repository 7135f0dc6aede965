"""The attribute lines under a block's heading: ``kind: go-round · pass · per speaker: 1 min``."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

import msgspec

from facilitator_tui.plans import words
from facilitator_tui.plans.document import Section
from facilitator_tui.plans.model import BlockKind, Role
from facilitator_tui.plans.problems import Complaints, shorten, suggest
from facilitator_tui.plans.shapes import WRONG, Choice, Key, Phrase, Prose, Shape, Whole
from facilitator_tui.plans.words import normal
from facilitator_tui.plans.yaml_tree import Node, Text

KINDS = (*get_args(BlockKind), "question")

_NORMAL_KINDS = frozenset(normal(kind) for kind in KINDS)

_SEPARATOR = re.compile(r"[·•]")


class Flag(msgspec.Struct, frozen=True):
    """An attribute that is simply there; ``: yes`` and ``: no`` may follow."""

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        written = node.value if isinstance(node, Text) else ""
        value = words.yes_or_no(written) if written.strip() else True
        if value is None:
            hint = f'write "{where}" alone, or "{where}: no"'
            complaints.error(node.line, f'"{shorten(written)}" cannot be the value of "{where}"', hint)
        return WRONG if value is None else value

    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}


_TIME = Phrase(words.seconds, 'write a length of time: "90 s", "2 min"', "")
_DAY = Phrase(words.course_day, 'write a day of the course: "day 8"', "")
_KIND = Key("kind", Choice(KINDS))

BLOCK_ATTRIBUTES = (
    _KIND,
    Key("lead", Choice(get_args(Role))),
    Key("protected", Flag()),
    Key("optional", Flag()),
    Key("may shrink", Flag()),
    Key("minimum", _TIME),
    Key("per speaker", _TIME),
    Key("think", _TIME),
    Key("go-round", Flag()),
    Key("pass", Flag()),
    Key("pass for now", Flag()),
    Key("breakout size", Whole(1, 50)),
    Key("breakout method", Choice(("random", "balanced", "chosen"))),
    Key(
        "include",
        Prose(r"[^\s./\\:][^/\\:]*\.md", 'write the name of a file in the folder shared: "agreements.md"'),
    ),
)

QUESTION_ATTRIBUTES = (
    _KIND,
    Key("opens", _DAY),
    Key("closes", _DAY),
    Key("responses", Whole(0, 20)),
    Key("reactions", Whole(0, 50)),
)


class Attributes(msgspec.Struct, frozen=True):
    """The attributes of a block by name; ``wrong`` are those that were written but could not be read."""

    values: dict[str, object] = {}
    wrong: frozenset[str] = frozenset()

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        return value if isinstance(value, int) else default

    def flag(self, name: str) -> bool:
        return self.values.get(name) is True

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def written(self, name: str) -> bool:
        """Whether the attribute stands in the text, readable or not."""
        return name in self.values or name in self.wrong

    def over(self, others: Attributes) -> Attributes:
        """These attributes, and those of ``others`` that are not among them."""
        return Attributes({**others.values, **self.values}, self.wrong | others.wrong)


def is_question(section: Section) -> bool:
    """Whether the attribute lines say ``kind: question``, be it misspelt."""
    parts = [part.partition(":") for part, _ in _parts(section)]
    return any(normal(key) == "kind" and _means_question(value) for key, _, value in parts)


def read_attributes(section: Section, complaints: Complaints) -> Attributes:
    """The attributes of a section; those that cannot be read are left out after a complaint."""
    by_name = _known(is_question(section))
    values: dict[str, object] = {}
    for part, line in _parts(section):
        name, colon, written = part.partition(":")
        key = by_name.get(normal(name))
        if key is None:
            _complain_unknown(name, part, line, tuple(by_name.values()), complaints)
        elif not colon and not isinstance(key.shape, Flag):
            complaints.error(
                line, f'the attribute "{key.spelling}" has no value', f'write "{key.spelling}: …"'
            )
            values.setdefault(key.spelling, WRONG)
        elif key.spelling in values:
            complaints.error(line, f'the attribute "{key.spelling}" comes twice', "keep one of the two")
        else:
            values[key.spelling] = _value(key.shape, written, line, key.spelling, complaints)
    wrong = frozenset(name for name, value in values.items() if value == WRONG)
    return Attributes({name: value for name, value in values.items() if name not in wrong}, wrong)


@cache
def _known(question: bool) -> dict[str, Key]:
    """The attributes of a question or of a block by the word that they are compared with."""
    keys = QUESTION_ATTRIBUTES if question else BLOCK_ATTRIBUTES
    return {normal(key.spelling): key for key in keys}


def _means_question(kind: str) -> bool:
    if normal(kind) in _NORMAL_KINDS:
        return normal(kind) == "question"
    return suggest(kind, KINDS) == 'write "question"'


def _value(shape: Shape, written: str, line: int, name: str, complaints: Complaints) -> object:
    return shape.read(Text(written.strip(), line), complaints, name)


def _parts(section: Section) -> list[tuple[str, int]]:
    return [
        (part.strip(), line)
        for text, line in section.attributes
        for part in _SEPARATOR.split(text)
        if part.strip()
    ]


def _complain_unknown(name: str, part: str, line: int, keys: tuple[Key, ...], complaints: Complaints) -> None:
    if len(name.split()) > 4:
        hint = "begin it with a label (**Say:**, **Do:**, **Note:** …) after an empty line"
        complaints.error(line, f'this text has no label: "{shorten(part, 40)}"', hint)
        return
    known = tuple(key.spelling for key in keys)
    complaints.error(line, f'unknown attribute "{shorten(name)}"', suggest(name, known))
