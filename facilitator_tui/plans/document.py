"""A module's Markdown as headings, labels and the texts under them, each with its line.

markdown-it-py finds the blocks of the text; this file only says which of them belong to which label. What the
labels mean is decided in ``blocks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from facilitator_tui.plans.problems import Complaints, shorten

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MOST_LINES = 20_000
"""The most lines in one file."""

_LABEL = re.compile(r"[ \t]*\*\*([^*:\n]{1,40})(?::\*\*|\*\*:)[ \t]*(.*)")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n")


class Item(msgspec.Struct, frozen=True):
    """An item of a list. ``mark`` is "-" or its number with a dot."""

    mark: str
    text: str
    children: tuple[Item, ...]
    line: int


class Piece(msgspec.Struct, frozen=True):
    """A paragraph (``items`` is empty) or a list (``text`` is empty)."""

    line: int
    text: str = ""
    items: tuple[Item, ...] = ()


class Labelled(msgspec.Struct, frozen=True):
    """A label with what stands under it. ``role`` is the heading of the lane as it was written, or empty."""

    label: str
    line: int
    pieces: tuple[Piece, ...]
    role: str = ""
    role_line: int = 0

    @property
    def text(self) -> str:
        """Everything under the label as one text: paragraphs unwrapped, lists line by line."""
        return "\n\n".join(
            piece.text or "\n".join(_written(piece.items))
            for piece in self.pieces
            if piece.text or piece.items
        )

    def entries(self) -> tuple[Item, ...]:
        """What stands under the label as items: those of its lists, and each paragraph as one."""
        found: list[Item] = []
        for piece in self.pieces:
            found.extend(piece.items or ([Item("-", piece.text, (), piece.line)] if piece.text else []))
        return tuple(found)


class Section(msgspec.Struct, frozen=True):
    """What stands between two headings of blocks. ``attributes`` are the lines directly under the heading."""

    heading: str
    line: int
    attributes: tuple[tuple[str, int], ...]
    labelled: tuple[Labelled, ...]


def label_of(text: str) -> str:
    """The label with which ``text`` begins, or nothing."""
    match = _LABEL.match(text)
    return match[1].strip() if match else ""


class Document(msgspec.Struct, frozen=True):
    """The text before the first block, and the blocks."""

    about: str
    sections: tuple[Section, ...]


def read_document(text: str, complaints: Complaints, first_line: int = 1) -> Document:
    """The Markdown ``text``, which begins on ``first_line`` of its file."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        complaints.error(first_line, f"more than {MOST_LINES} lines", "write a module for each session")
        return Document("", ())
    apart, origin = _labels_apart(lines)
    reader = _Reader(complaints, [first_line + at for at in origin])
    return reader.read(_parser().parse("\n".join(apart)))


def _labels_apart(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """The lines with a blank one before every label, and where each stood: a label ends a list or paragraph."""
    apart: list[str] = []
    origin: list[int] = []
    for at, line in enumerate(lines):
        if _LABEL.match(line):
            apart.append("")
            origin.append(at)
            line = line.lstrip()
        apart.append(line)
        origin.append(at)
    return apart, [*origin, len(lines)]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Emphasis and links stay as they are written; a line of dashes is never an underlined heading. Line ends are
    # normal already (``files.cleaned``).
    parser = MarkdownIt("commonmark")
    parser.disable(["normalize", "inline", "text_join", "code", "lheading", "reference", "blockquote"])
    return parser


class _Reader:
    """Goes through the top level of the text and hands each part to its label."""

    def __init__(self, complaints: Complaints, lines: list[int]) -> None:
        self._complaints = complaints
        self._lines = lines
        self._about: list[str] = []
        self._sections: list[Section] = []
        self._heading: tuple[str, int] | None = None
        self._role: tuple[str, int] = ("", 0)
        self._fresh = False
        self._attributes: list[tuple[str, int]] = []
        self._labelled: list[Labelled] = []
        self._label: tuple[str, int] | None = None
        self._pieces: list[Piece] = []

    def read(self, tokens: Sequence[Token]) -> Document:
        at = 0
        while at < len(tokens):
            end = _end(tokens, at)
            self._take(tokens[at:end], self._line(tokens[at]))
            at = end
        self._end_section()
        return Document("\n\n".join(self._about), tuple(self._sections))

    def _line(self, token: Token) -> int:
        return self._lines[min(token.map[0], len(self._lines) - 1)] if token.map else 0

    def _take(self, tokens: Sequence[Token], line: int) -> None:
        kind = tokens[0].type
        if kind == "heading_open":
            self._take_heading(tokens[0].tag, tokens[1].content, line)
        elif kind == "paragraph_open":
            self._take_paragraph(tokens[1].content, line)
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self._add(Piece(line, items=self._items(tokens)))
        elif kind == "fence":
            self._add(Piece(line, text=tokens[0].content.rstrip("\n")))
        elif kind == "html_block":
            self._take_html(tokens[0].content.strip(), line)
        else:
            hint = "take it away; blocks are set apart by their headings"
            self._complaints.error(line, "a line of dashes or stars has no meaning here", hint)

    def _take_html(self, content: str, line: int) -> None:
        if not content.startswith("<!--"):
            hint = "write it as Markdown; what is not to be read stands between <!-- and -->"
            self._complaints.error(line, f"HTML is not read: {shorten(content, 40)}", hint)
            return
        _, closed, rest = content.partition("-->")
        if not closed:
            self._complaints.error(line, "this comment has no end", 'write "-->" where it ends')
        elif rest.strip():
            self._complaints.error(
                line, f'text after a comment is not read: "{shorten(rest)}"', "begin a new line"
            )

    def _take_heading(self, tag: str, content: str, line: int) -> None:
        if tag == "h2":
            self._end_section()
            self._heading, self._role, self._fresh = (content, line), ("", 0), True
        elif tag == "h3" and self._heading is not None:
            self._end_label()
            self._role, self._fresh = (content, line), False
        else:
            hint = 'a block begins with two hashes ("## Welcome — 6 min"), a lane with three ("### Producer")'
            self._complaints.error(line, f'this heading has no meaning here: "{shorten(content)}"', hint)

    def _take_paragraph(self, content: str, line: int) -> None:
        if match := _LABEL.match(content):
            if self._heading is None:
                hint = 'begin a block first: "## Welcome — 6 min"'
                self._complaints.error(line, f'the label "{match[1]}" stands before the first block', hint)
            self._end_label()
            self._label, self._fresh = (match[1].strip(), line), False
            if rest := content[match.start(2) :].strip():
                self._pieces.append(Piece(line, text=_unwrap(rest)))
        elif self._fresh:
            self._attributes = [(each.strip(), line + at) for at, each in enumerate(content.split("\n"))]
            self._fresh = False
        else:
            self._add(Piece(line, text=_unwrap(content)))

    def _add(self, piece: Piece) -> None:
        if self._label is not None:
            self._pieces.append(piece)
        elif self._heading is None:
            self._about.append(piece.text or "\n".join(_written(piece.items)))
        else:
            quoted = shorten(piece.text or " ".join(_written(piece.items)), 40)
            hint = "begin it with a label: **Say:**, **Do:**, **Note:** …"
            self._complaints.error(piece.line, f'this text has no label: "{quoted}"', hint)

    def _end_label(self) -> None:
        if self._label is not None:
            label, line = self._label
            if self._heading is not None:
                self._labelled.append(Labelled(label, line, tuple(self._pieces), *self._role))
        self._label, self._pieces = None, []

    def _end_section(self) -> None:
        self._end_label()
        if self._heading is not None:
            heading, line = self._heading
            self._sections.append(Section(heading, line, tuple(self._attributes), tuple(self._labelled)))
        self._attributes, self._labelled = [], []

    def _items(self, tokens: Sequence[Token]) -> tuple[Item, ...]:
        """The items of the list that ``tokens`` is, with the lists inside them."""
        ordered = tokens[0].type == "ordered_list_open"
        found: list[Item] = []
        at = 1
        while at < len(tokens) - 1:
            end = _end(tokens, at)
            mark = f"{tokens[at].info}." if ordered else "-"
            found.append(self._item(tokens[at:end], mark))
            at = end
        return tuple(found)

    def _item(self, tokens: Sequence[Token], mark: str) -> Item:
        line = self._line(tokens[0])
        texts: list[str] = []
        children: list[Item] = []
        at = 1
        while at < len(tokens) - 1:
            end = _end(tokens, at)
            part = tokens[at:end]
            if part[0].type in ("bullet_list_open", "ordered_list_open"):
                children.extend(self._items(part))
            elif part[0].type == "paragraph_open":
                texts.append(_unwrap(part[1].content))
            elif part[0].type == "fence":
                texts.append(part[0].content.rstrip("\n"))
            else:
                self._complaints.error(
                    self._line(part[0]),
                    "only text and lists can stand in a list",
                    "begin it outside the list",
                )
            at = end
        return Item(mark, "\n".join(texts), tuple(children), line)


def _end(tokens: Sequence[Token], at: int) -> int:
    """The index behind the part that begins at ``at``."""
    if tokens[at].nesting != 1:
        return at + 1
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index + 1
    return len(tokens)


def _unwrap(text: str) -> str:
    """A paragraph on one line, but for the line breaks that Markdown keeps (two blanks or a backslash at the end)."""
    return "\n".join(" ".join(line.split()) for line in _HARD_BREAK.split(text) if line.strip())


def _written(items: Sequence[Item], indent: str = "") -> Iterator[str]:
    for item in items:
        yield f"{indent}{item.mark} {item.text}"
        yield from _written(item.children, indent + "  ")
