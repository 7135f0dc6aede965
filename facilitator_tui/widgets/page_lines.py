"""A sheet (headings, paragraphs, lists, tables) laid out in lines of a given width. Pure.

What a sheet says is decided by ``plans``; what the looks mean in colour by the CSS of ``page``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from rich.cells import cell_len
from textual.content import Content

from facilitator_tui.plain import plain
from facilitator_tui.plans.render import Bullets, Heading, Part, Said, Table
from facilitator_tui.widgets.columns import GAP, Column, laid_out

Look = Literal["title", "heading", "label", "text"]

_LONGEST = 100_000
_STEP = "\u2007"
"""The blank with which a sheet indents items: it survives where ordinary blanks are taken together."""
_LIST_ITEM = re.compile(r"( *)((?:-|\d+\.) )")
_READABLE = 12
"""Cells below which the widest column of a table should not fall: the last columns give way first."""


class Line(msgspec.Struct, frozen=True):
    """One line: pieces of text, each with its look."""

    pieces: tuple[tuple[str, Look], ...] = ()

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def lines_of(parts: Sequence[Part], width: int) -> list[Line]:
    """The sheet in lines of at most ``width`` cells; none where there is no width."""
    return [line for part in parts for line in _part(part, width)] if width > 0 else []


def _part(part: Part, width: int) -> Iterator[Line]:
    match part:
        case Heading(level=1):
            yield from _paragraph(part.text, width, "title")
        case Heading():
            yield Line()
            yield from _paragraph(part.text, width, "heading")
        case Said(label=""):
            yield from _paragraph(part.text, width)
        case Said():
            yield from _labelled(part, width)
        case Bullets():
            for at, item in enumerate(part.items):
                yield from _item(item, "• ", width)
                for child in part.inner[at] if part.inner else ():
                    yield from _item(child, "  – ", width)
        case Table():
            yield from _table(part, width)


def _paragraph(text: str, width: int, look: Look = "text", first: str = "", rest: str = "") -> Iterator[Line]:
    """The text wrapped, with ``first`` before its first line and ``rest`` before the others.

    Lines of the text that are items of a list keep their indentation, and what follows stands below their words.
    """
    before = first
    for each in text.split("\n"):
        match = _LIST_ITEM.match(each)
        indent, hang = (match[1], " " * len(match[2])) if match else ("", "")
        room = max(1, width - cell_len(rest + indent + hang))
        for line in Content(plain(each[len(indent) :], _LONGEST)).wrap(room):
            yield Line(((before + indent + line.plain, look),))
            before, indent = rest, (match[1] if match else "") + hang


def _labelled(said: Said, width: int) -> Iterator[Line]:
    """The label bold at the beginning of the first line, the other lines a little to the right."""
    label = plain(said.label, _LONGEST) + ":"
    indent = "  " if width > 30 else ""
    lines = list(_paragraph(f"{label} {said.text}".rstrip(), width, "text", "", indent))
    head = lines[0].text if lines else ""
    yield Line(((head[: len(label)], "label"), (head[len(label) :], "text")))
    yield from lines[1:]


def _item(text: str, mark: str, width: int) -> Iterator[Line]:
    bare = text.lstrip(_STEP)
    indent = " " * (len(text) - len(bare))
    return _paragraph(bare, width, "text", indent + mark, indent + " " * len(mark))


def _table(table: Table, width: int) -> Iterator[Line]:
    cells = [table.heads, *table.rows]
    natural = [max(cell_len(plain(row[at], _LONGEST)) for row in cells) for at in range(len(table.heads))]
    shown = len(natural)
    widest = natural.index(max(natural))
    while shown > widest + 1 and _left(natural[:shown], widest, width) < min(_READABLE, natural[widest]):
        shown -= 1
    left = max(1, min(natural[widest], _left(natural[:shown], widest, width)))
    columns = [Column(width=left if at == widest else natural[at]) for at in range(shown)]
    total = sum(column.width for column in columns) + GAP * (shown - 1)
    for row in cells:
        look: Look = "label" if row is table.heads else "text"
        yield Line(((laid_out(row, columns, min(total, width)).rstrip(), look),))


def _left(natural: Sequence[int], widest: int, width: int) -> int:
    """The cells that are left for the widest column when the others have what they need."""
    return width - GAP * (len(natural) - 1) - sum(natural) + natural[widest]
