"""YAML as a tree of texts, lists and maps with line numbers.

Every scalar stays the text that was written: what a value means is decided by the field that asks for it, so that
``12:30`` is never 750 and ``no`` is never false. Anchors, aliases, tags, second documents, repeated keys and deep
nesting are refused. The tree is built from the parser's events, so a hostile file is left where it goes wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from facilitator_tui.plans.problems import Complaints, shorten
from facilitator_tui.plans.words import forbidden_at

if TYPE_CHECKING:
    import yaml

DEEPEST = 20
"""How many levels lists and maps may be nested."""

LARGEST = 256 * 1024
"""The most characters of YAML that are read from one file."""


MOST_PIECES = 500
"""How many entries of a broken file are looked at one by one."""

_NOT_VALID = "this is not valid YAML"
_ESCAPE_HINT = "look for an escape (\\U…) that is too large"

_ENTRY = re.compile(r"[^\s#\-:]")


class Text(msgspec.Struct, frozen=True):
    """A scalar as it was written, on ``line`` of the file."""

    value: str
    line: int


class List(msgspec.Struct, frozen=True):
    """A sequence."""

    items: tuple[Node, ...]
    line: int


class Map(msgspec.Struct, frozen=True):
    """A mapping; the keys are unique texts in the order of the file."""

    items: tuple[tuple[Text, Node], ...]
    line: int


class Broken(msgspec.Struct, frozen=True):
    """Stands for a value that is not valid YAML, after the complaint."""

    line: int


Node = Text | List | Map | Broken


class _RefusedError(Exception):
    """The text cannot be read on from here; the complaint has been made."""


class _Open:
    """A list or map whose end has not come yet."""

    def __init__(self, is_map: bool, line: int) -> None:
        self.is_map = is_map
        self.line = line
        self.nodes: list[Node] = []
        self.pairs: dict[str, tuple[Text, Node]] = {}
        self.key: Text | None = None

    def closed(self) -> Node:
        if self.is_map:
            return Map(tuple(self.pairs.values()), self.line)
        return List(tuple(self.nodes), self.line)


def read_tree(text: str, complaints: Complaints, first_line: int = 1) -> Map | None:
    """The map that ``text`` holds, or ``None`` after a complaint.

    ``first_line`` is the line of the file on which ``text`` begins.
    """
    if len(text) > LARGEST:
        complaints.error(first_line, f"more than {LARGEST // 1024} KiB of YAML", "put less into one file")
        return None
    whole, pieces = Complaints(complaints.file), Complaints(complaints.file)
    try:
        root = _Builder(whole, first_line).build(text)
        complaints.take(whole.all())
    except _RefusedError:
        root = _piece_by_piece(text, pieces, first_line)
        complaints.take((pieces if pieces.failed else whole).all())
        if root is None:
            return None
    if root is None or (isinstance(root, Text) and not root.value):
        complaints.error(first_line, "there is nothing here", "write at least the keys that must be there")
        return None
    if not isinstance(root, Map):
        complaints.error(
            root.line, "these are no keys with values", 'write lines such as "title: Who belongs?"'
        )
        return None
    return root


def _piece_by_piece(text: str, complaints: Complaints, first_line: int) -> Map | None:
    """The entries of a map that is not valid as a whole, each read for itself: so every error is found at once."""
    lines = text.split("\n")
    begins = [at for at, line in enumerate(lines) if _ENTRY.match(line)][:MOST_PIECES]
    pairs: dict[str, tuple[Text, Node]] = {}
    for begin, end in pairwise([*begins, len(lines)]):
        line = first_line + begin
        try:
            root = _Builder(complaints, line).build("\n".join(lines[begin:end]))
        except _RefusedError:
            key = lines[begin].partition(":")[0].strip()
            root = Map(((Text(key, line), Broken(line)),), line)
        for key_text, node in root.items if isinstance(root, Map) else ():
            if key_text.value in pairs:
                _complain_twice(key_text, pairs[key_text.value][0].line, complaints)
            else:
                pairs[key_text.value] = (key_text, node)
    return Map(tuple(pairs.values()), first_line) if pairs else None


def _complain_twice(key: Text, before: int, complaints: Complaints) -> None:
    hint = f"it stands on line {before} already: keep one of the two"
    complaints.error(key.line, f'the key "{shorten(key.value)}" comes twice', hint)


class _Builder:
    """Puts the parser's events together; lines are counted as in the file."""

    def __init__(self, complaints: Complaints, first_line: int) -> None:
        self._complaints = complaints
        self._first_line = first_line
        self._stack: list[_Open] = []
        self._root: Node | None = None

    def build(self, text: str) -> Node | None:
        import yaml

        # The C library where it is installed, as it nearly always is: the same events, fifty times as fast.
        loader = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
        takes: dict[type[yaml.Event], Callable[[Any, int], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._map_begins,
            yaml.MappingEndEvent: self._ends,
            yaml.SequenceStartEvent: self._list_begins,
            yaml.SequenceEndEvent: self._ends,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document_begins,
        }
        try:
            for event in yaml.parse(text, Loader=loader):
                take = takes.get(type(event))
                if take is not None and event.start_mark is not None:
                    take(event, self._first_line + event.start_mark.line)
        except yaml.MarkedYAMLError as error:
            self._refuse(*_what_is_wrong(error, text, self._first_line))
        except yaml.YAMLError as error:
            hint = f"take away the character that YAML does not allow: {shorten(str(error), 60)}"
            self._refuse(self._first_line, _NOT_VALID, hint)
        except ValueError:  # half a character, or an escape for one that does not exist
            self._refuse(self._first_line, _NOT_VALID, _ESCAPE_HINT)
        return self._root

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        self._check_plain(event, line)
        self._add(self._text(event.value, line))

    def _map_begins(self, event: yaml.MappingStartEvent, line: int) -> None:
        self._begins(event, _Open(True, line))

    def _list_begins(self, event: yaml.SequenceStartEvent, line: int) -> None:
        self._begins(event, _Open(False, line))

    def _begins(self, event: yaml.CollectionStartEvent, opened: _Open) -> None:
        self._check_plain(event, opened.line)
        if len(self._stack) >= DEEPEST:
            self._refuse(opened.line, f"more than {DEEPEST} levels are nested", "write it flatter")
        self._stack.append(opened)

    def _ends(self, event: yaml.CollectionEndEvent, line: int) -> None:
        self._add(self._stack.pop().closed())

    def _alias(self, event: yaml.AliasEvent, line: int) -> None:
        self._refuse(line, "an alias (*) is used", "write the text out again")

    def _document_begins(self, event: yaml.DocumentStartEvent, line: int) -> None:
        if self._root is not None:
            self._refuse(line, "a second document begins here", 'take away the line "---"')

    def _check_plain(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor:
            self._refuse(
                line, "an anchor (&) is used", "take it away; where it was meant, write the text out"
            )
        if event.tag:
            self._refuse(line, "a tag (!) is used", "take it away, or put the text in quotation marks")

    def _text(self, value: str, line: int) -> Text:
        if place := forbidden_at(value):
            at = line + value.count("\n", 0, place[0])
            self._refuse(at, f"the control character {place[1]} stands in the text", "take it away")
        return Text(value, line)

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        top = self._stack[-1]
        if not top.is_map:
            top.nodes.append(node)
        elif top.key is None:
            if not isinstance(node, Text):
                self._refuse(
                    node.line, "a list or map stands where a key should be", "write a word and a colon"
                )
            top.key = node
        else:
            self._add_pair(top, top.key, node)
            top.key = None

    def _add_pair(self, top: _Open, key: Text, node: Node) -> None:
        if key.value in top.pairs:
            _complain_twice(key, top.pairs[key.value][0].line, self._complaints)
        else:
            top.pairs[key.value] = (key, node)

    def _refuse(self, line: int, message: str, hint: str) -> NoReturn:
        self._complaints.error(line, message, hint)
        raise _RefusedError


def _what_is_wrong(error: yaml.MarkedYAMLError, text: str, first_line: int) -> tuple[int, str, str]:
    """Line, sentence and hint for what the parser could not read."""
    mark = error.problem_mark or error.context_mark
    lines = text.rstrip("\n").split("\n")
    at = min(mark.line, len(lines) - 1) if mark else 0
    # The C library does not name the character, and places what is missing at the end behind the last line.
    tab = mark is not None and mark.line == at and lines[at][mark.column : mark.column + 1] == "\t"
    hint = "indent with blanks, not with tabs" if tab else _hint(error.problem or "")
    return first_line + at, _NOT_VALID, hint


def _hint(problem: str) -> str:
    """What to do about the parser's ``problem``, in the writer's words."""
    known = {
        "mapping values are not allowed": 'put a text that holds ": " in quotation marks',
        "could not find expected ':'": "is there a colon and a blank after the key?",
        "expected ','": "look for a bracket that is not closed",
        "did not find expected": "look for a quotation mark that is not closed, or a wrong indentation",
        "expected <block end>": "look at the indentation: keys of one map begin in the same column",
        "that cannot start any token": "put the text in quotation marks",
        "found unexpected end of stream": "a quotation mark or bracket is not closed",
        "Unicode character escape": _ESCAPE_HINT,
    }
    for sign, hint in known.items():
        if sign in problem:
            return hint
    return f"the YAML reader says: {shorten(problem, 100)}"
