"""Pages that are read and printed: one frame of HTML for all of them, and sheets of facts, lines and tables.

A page stands alone: no script, nothing to load, A4 when it is printed. Whatever a name or a note holds is shown, never
obeyed. What stands on a page is decided by whoever makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

import msgspec

from facilitator_tui.exports.markdown import table, text
from facilitator_tui.plain import plain

_LONGEST: Final = 100_000
"""More than anybody writes as a note; only something broken is longer."""
_ISOLATE, _POP = "\u2068", "\u2069"

STYLE: Final = """
@page { size: A4; margin: 16mm; }
body { font: 10pt/1.35 system-ui, "Noto Sans", "Noto Naskh Arabic", sans-serif; max-width: 178mm; margin: 1em auto; }
h1 { font-size: 17pt; margin: 0 0 .3em; } h2 { font-size: 11.5pt; margin: 1em 0 .25em; break-after: avoid; }
p, ul { margin: .25em 0; } ul { padding-inline-start: 1.3em; }
table { border-collapse: collapse; width: 100%; } tr { break-inside: avoid; border-bottom: 1px solid #bbb; }
th, td { text-align: start; padding: .12em .8em .12em 0; } td + td, th + th { font-variant-numeric: tabular-nums; }
"""
"""How every page looks; a page that draws adds its own rules."""


class Section(msgspec.Struct, frozen=True):
    """A heading with what stands under it: lines, and a table where there is one."""

    title: str
    lines: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Sheet(msgspec.Struct, frozen=True):
    """A page as values. ``facts`` are pairs of a label and what belongs to it.

    A name within a line is ``isolated``, so that one from right to left does not turn the words around it.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def isolated(words: str, limit: int = 200) -> str:
    """A name or somebody's words, clean, for the middle of a line: whichever way they run, the line does not turn."""
    return f"{_ISOLATE}{plain(words, limit)}{_POP}"


def shown(words: str) -> str:
    """Somebody's words as HTML: clean, and nothing in them is markup."""
    return escape(plain(words, _LONGEST))


def sheet_markdown(sheet: Sheet) -> str:
    """The sheet as Markdown."""
    lines = [f"# {_ISOLATE}{text(sheet.name)}{_POP}", ""]
    lines += [f"- {label}: {_ISOLATE}{text(value)}{_POP}" for label, value in sheet.facts]
    for section in sheet.sections:
        lines += ["", f"## {section.title}", ""]
        lines += [f"- {_marked(each)}" for each in section.lines]
        if section.rows:
            lines += [""] if section.lines else []
            *rows, _ = table(section.heads, (tuple(map(text, row)) for row in section.rows))
            lines += rows
    return "\n".join(lines) + "\n"


def sheet_html(sheet: Sheet) -> str:
    """The sheet as a page of HTML."""
    body = [f'<h1 dir="auto">{shown(sheet.name)}</h1>', *fact_list(sheet.facts)]
    for section in sheet.sections:
        body.append(f"<h2>{escape(section.title)}</h2>")
        body += line_list(section.lines)
        if section.rows:
            body.append(plain_table(section.heads, section.rows))
    return frame(sheet.name, body)


def frame(title: str, body: Iterable[str], style: str = "") -> str:
    """The whole page around a body that is HTML already; ``style`` comes after the common one."""
    return (
        '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{shown(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def fact_list(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A list of labels with what belongs to them."""
    yield "<ul>"
    for label, value in facts:
        yield f"<li>{escape(label)}: <bdi>{shown(value)}</bdi></li>"
    yield "</ul>"


def line_list(lines: Sequence[str]) -> Iterator[str]:
    """A list of lines; nothing where there are none."""
    if lines:
        yield f"<ul>{''.join(map(_item, lines))}</ul>"


def plain_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts."""
    return html_table(heads, ([f'<td dir="auto">{shown(cell)}</td>' for cell in row] for row in rows))


def html_table(heads: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A table whose cells are HTML already, with their ``td``."""
    above = "".join(f"<th>{escape(each)}</th>" for each in heads)
    return f"<table><tr>{above}</tr>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>"


def _item(line: str) -> str:
    """A line with its names isolated. One that has none says itself which way it runs."""
    pieces = list(_pieces(line))
    if len(pieces) == 1:
        return f'<li dir="auto">{shown(line)}</li>'
    words = (f"<bdi>{shown(piece)}</bdi>" if name else _spaced(piece, shown(piece)) for name, piece in pieces)
    return f"<li>{''.join(words)}</li>"


def _marked(line: str) -> str:
    """A line as Markdown, everything that Markdown would act on escaped."""
    marked = ((name, piece, text(piece, _LONGEST)) for name, piece in _pieces(line))
    whole = "".join(
        f"{_ISOLATE}{words}{_POP}" if name else _spaced(piece, words) for name, piece, words in marked
    )
    # At its beginning a line could also become a heading or a list.
    return re.sub(r"^(\s*\d*)([#+\-=.)])", r"\1\\\2", whole)


def _spaced(piece: str, words: str) -> str:
    """What was made of a piece, with the blanks that parted it from its neighbours."""
    before = " " if piece.startswith(" ") else ""
    return f"{before}{words}{' ' if words and piece.endswith(' ') else ''}"


def _pieces(line: str) -> Iterator[tuple[bool, str]]:
    """The line cut at its names: whether each piece is a name, and the piece."""
    for place, piece in enumerate(re.split(f"{_ISOLATE}([^{_POP}]*){_POP}", line)):
        if piece or not place:
            yield place % 2 == 1, piece
