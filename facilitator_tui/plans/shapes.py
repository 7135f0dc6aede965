"""What the value of a key may look like: each shape reads a node of the YAML tree and gives its JSON Schema.

A shape turns a node into a value and complains where it cannot; it never raises. ``WRONG`` stands for a value that
could not be read, after the complaint. Which keys there are is said in ``forms``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Protocol

import msgspec

from facilitator_tui.plans import words
from facilitator_tui.plans.problems import Complaints, shorten, suggest
from facilitator_tui.plans.words import normal
from facilitator_tui.plans.yaml_tree import Broken, List, Map, Node, Text

Schema = dict[str, object]

LONGEST = 20_000
"""The most characters in one text."""


class Wrong(msgspec.Struct, frozen=True):
    """Stands for a value that could not be read."""


WRONG: Final = Wrong()


class Shape(Protocol):
    """Reads one kind of value."""

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        """The value of ``node``, or ``WRONG`` after a complaint. ``where`` names the key in sentences."""

    def schema(self) -> Schema:
        """The JSON Schema of what may be written."""


def plain(node: Node, complaints: Complaints, where: str) -> str | None:
    """The text of a node that should be one, or ``None`` after a complaint."""
    if isinstance(node, Text):
        if node.value.strip():
            return " ".join(node.value.split())
        complaints.error(node.line, f'"{where}" has no value', "write one, or take the key away")
    elif isinstance(node, Map) and len(node.items) == 1 and isinstance(node.items[0][1], Text):
        hint = 'put a text that holds ": " in quotation marks'
        complaints.error(node.line, f'"{where}" should be one text, not a key with a value', hint)
    elif not isinstance(node, Broken):
        name = "a map" if isinstance(node, Map) else "a list"
        complaints.error(node.line, f'"{where}" should be one text, not {name}', "write one text")
    return None


class Prose(msgspec.Struct, frozen=True):
    """A text; ``pattern`` (with ``hint`` in words) where not every text will do."""

    pattern: str = ""
    hint: str = ""

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        text = plain(node, complaints, where)
        if text is None:
            return WRONG
        if len(text) > LONGEST:
            complaints.error(node.line, f'"{where}" is longer than {LONGEST} characters', "write it shorter")
            return WRONG
        if self.pattern and not re.fullmatch(self.pattern, text):
            complaints.error(node.line, f'"{shorten(text)}" cannot be the {where}', self.hint)
            return WRONG
        return text

    def schema(self) -> Schema:
        # An editor reads ``version: 1.0`` as a number; here it is the text that was written.
        if not self.pattern:
            return {"type": ["string", "number", "boolean"]}
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


SLUG: Final = Prose("[a-z0-9]+(-[a-z0-9]+)*", 'write small letters, digits and hyphens: "who-belongs"')
"""A name for machines."""

LENGTH: Final = "^[0-9].*(s|sec|seconds?|min|mins|minutes?|h|hours?|days?)$"
"""How a length of time is written, for editors."""


class Choice(msgspec.Struct, frozen=True):
    """One of a few words."""

    options: tuple[str, ...]

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        text = plain(node, complaints, where)
        if text is None:
            return WRONG
        for option in self.options:
            if normal(option) == normal(text):
                return option
        complaints.unknown(node.line, where, text, self.options)
        return WRONG

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.options)}


class Phrase(msgspec.Struct, frozen=True):
    """A text that stands for something else: a length of time, a share, a day.

    ``parse`` gives the value or ``None``; ``hint`` shows how it is written, ``pattern`` says it to editors.
    """

    parse: Callable[[str], object | None]
    hint: str
    pattern: str

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        text = plain(node, complaints, where)
        value = None if text is None else self.parse(text)
        if text is not None and value is None:
            complaints.error(node.line, f'"{shorten(text)}" cannot be the value of "{where}"', self.hint)
        return WRONG if value is None else value

    def schema(self) -> Schema:
        return {"type": ["string", "number"], "pattern": self.pattern}


class Whole(msgspec.Struct, frozen=True):
    """A whole number from ``least`` to ``most``."""

    least: int = 1
    most: int = 1000

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        text = plain(node, complaints, where)
        if text is None:
            return WRONG
        value = words.whole(text)
        if value is None or not self.least <= value <= self.most:
            hint = f"write a whole number from {self.least} to {self.most}"
            complaints.error(node.line, f'"{shorten(text)}" cannot be the value of "{where}"', hint)
            return WRONG
        return value

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class YesNo(msgspec.Struct, frozen=True):
    """yes or no."""

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        text = plain(node, complaints, where)
        value = words.yes_or_no(text) if text is not None else None
        if text is not None and value is None:
            complaints.error(
                node.line, f'"{shorten(text)}" cannot be the value of "{where}"', "write yes or no"
            )
        return WRONG if value is None else value

    def schema(self) -> Schema:
        # Editors with YAML 1.1 take an unquoted yes for a boolean.
        return {"enum": ["yes", "no", True, False]}


class ListOf(msgspec.Struct, frozen=True):
    """A list, each item of one shape; a wrong item is left out after its complaint."""

    item: Shape
    least: int = 1

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        if isinstance(node, Broken):
            return WRONG
        if not isinstance(node, List):
            hint = f'write each on a line of its own, beginning with "- ", or [ … ] after "{where}:"'
            complaints.error(node.line, f'"{where}" should be a list', hint)
            return WRONG
        if len(node.items) < self.least:
            complaints.error(node.line, f'the list "{where}" is empty', "write at least one item")
            return WRONG
        values = [self.item.read(each, complaints, where) for each in node.items]
        return tuple(value for value in values if value != WRONG)

    def schema(self) -> Schema:
        return {"type": "array", "items": self.item.schema(), "minItems": self.least}


class MapOf(msgspec.Struct, frozen=True):
    """A map with keys of the writer's choice, such as the ids of tasks."""

    key: Shape
    value: Shape

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        if isinstance(node, Broken):
            return WRONG
        if not isinstance(node, Map):
            hint = 'write it as "{key: value, key: value}"'
            complaints.error(node.line, f'"{where}" should be a map', hint)
            return WRONG
        found: dict[object, object] = {}
        for key_node, value_node in node.items:
            key = self.key.read(key_node, complaints, where)
            value = self.value.read(value_node, complaints, where)
            if key != WRONG and value != WRONG:
                found[key] = value
        return found

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.value.schema()}


class Key(msgspec.Struct, frozen=True):
    """A key of a table. ``field`` is its name in the value; ``about`` the explanation in the schema.

    The shape of a key with ``spread`` gives a dict whose entries become fields of the table's value.
    """

    spelling: str
    shape: Shape
    about: str = ""
    must: bool = False
    field: str = ""
    spread: bool = False

    @property
    def name(self) -> str:
        """The name in the value: the spelling with underscores unless ``field`` says otherwise."""
        return self.field or re.sub(r"[- ]", "_", self.spelling)


class Table(msgspec.Struct, frozen=True):
    """A map with known keys, made into a value of the type ``into`` (a dict where there is none).

    ``check`` may look at the finished values together and complain at the line of the table.
    """

    title: str
    keys: tuple[Key, ...]
    into: type[msgspec.Struct] | None = None
    check: Callable[[dict[str, object], int, Complaints], None] | None = None

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        values = self.values(node, complaints)
        if values is None:
            return WRONG
        if self.into is None:
            return values
        value = msgspec.convert(values, self.into)
        complaints.place(value, node.line)
        return value

    def values(self, node: Node, complaints: Complaints) -> dict[str, object] | None:
        """The values by field name; ``None`` where one that must be there is missing or wrong."""
        found, complete = self.sift(node, complaints)
        if complete and self.check is not None:
            self.check(found, node.line, complaints)
        return found if complete else None

    def sift(self, node: Node, complaints: Complaints) -> tuple[dict[str, object], bool]:
        """What could be read, and whether that is everything that was written and must be there."""
        by_name = {normal(key.spelling): key for key in self.keys}
        known = tuple(key.spelling for key in self.keys)
        if isinstance(node, Broken):
            return {}, False
        if not isinstance(node, Map):
            hint = "write its keys, each on a line of its own: " + ", ".join(known)
            complaints.error(node.line, f"{self.title} should be a map", hint)
            return {}, False
        found: dict[str, object] = {}
        seen: set[str] = set()
        complete = True
        for key_node, value_node in node.items:
            key = by_name.get(normal(key_node.value))
            if key is None:
                message = f'unknown key "{shorten(key_node.value)}" in {self.title}'
                complaints.error(key_node.line, message, suggest(key_node.value, known))
                complete = False
            elif key.name in seen:
                complaints.error(
                    key_node.line, f'the key "{key.spelling}" comes twice', "keep one of the two"
                )
                complete = False
            else:
                seen.add(key.name)
                value = key.shape.read(value_node, complaints, key.spelling)
                complete = complete and value != WRONG
                if key.spread and isinstance(value, dict):
                    found.update(value)
                elif value != WRONG:
                    found[key.name] = value
        return found, self._whole(seen, node.line, complaints) and complete

    def _whole(self, seen: set[str], line: int, complaints: Complaints) -> bool:
        missing = [key for key in self.keys if key.must and key.name not in seen]
        for key in missing:
            complaints.error(
                line, f'the key "{key.spelling}" is missing in {self.title}', f'add "{key.spelling}: …"'
            )
        return not missing

    def schema(self) -> Schema:
        properties: dict[str, object] = {}
        for key in self.keys:
            properties[key.spelling] = {**key.shape.schema(), "description": key.about or key.spelling}
        form: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required := [key.spelling for key in self.keys if key.must]:
            form["required"] = required
        return form


class Cases(msgspec.Struct, frozen=True):
    """A map whose first known key of ``tables`` says which table it is."""

    title: str
    tables: dict[str, Table]
    reference: str = ""

    def read(self, node: Node, complaints: Complaints, where: str) -> object:
        if isinstance(node, Broken):
            return WRONG
        written = tuple(key.value for key, _ in node.items) if isinstance(node, Map) else ()
        heads = [key for key in written if normal(key) in self.tables]
        if len(heads) == 1:
            return self.tables[normal(heads[0])].read(node, complaints, where)
        if heads:
            message = f'{self.title} says both "{heads[0]}" and "{heads[1]}"'
            complaints.error(
                node.line, message, "keep one of them; several belong in a list under all or any"
            )
            return WRONG
        known = tuple(self.tables)
        hint = suggest(written[0], known) if written else "begin it with one of: " + ", ".join(known)
        complaints.error(node.line, f"{self.title} does not say what it asks for", hint)
        return WRONG

    def schema(self) -> Schema:
        return {"$ref": f"#/$defs/{self.reference}"}

    def definition(self) -> Schema:
        """The schema that ``schema`` refers to."""
        return {"anyOf": [table.schema() for table in self.tables.values()]}
