"""A sheet (headings, paragraphs, lists, tables) as text for a terminal, as Markdown and as a page of HTML."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import msgspec

WIDTH = 88
"""Columns of the text form."""

_RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ku-arab", "ps", "ur", "yi")

_STYLE = """
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 1.6em; break-after: avoid; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: start; padding: .2em .6em .2em 0; }
tr { border-bottom: 1px solid #bbb; } p, ul { margin: .4em 0; }
"""


class Heading(msgspec.Struct, frozen=True):
    """A heading of level 1 or 2."""

    level: int
    text: str


class Said(msgspec.Struct, frozen=True):
    """A paragraph, with a label where there is one."""

    label: str
    text: str


class Bullets(msgspec.Struct, frozen=True):
    """A list; ``inner`` holds a list under each item, or is empty."""

    items: tuple[str, ...]
    inner: tuple[tuple[str, ...], ...] = ()


class Table(msgspec.Struct, frozen=True):
    """Rows of cells under their headings."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Heading | Said | Bullets | Table


def as_text(parts: Sequence[Part]) -> str:
    """The sheet for reading in a terminal."""
    lines: list[str] = []
    for part in parts:
        match part:
            case Heading():
                rule = ("=" if part.level == 1 else "-") * min(WIDTH, len(part.text))
                lines += ["", part.text, rule]
            case Said():
                lines += _wrapped(f"{part.label}: {part.text}".strip() if part.label else part.text)
            case Bullets():
                for item, children in _with_inner(part):
                    lines += _wrapped(item, "- ", "  ")
                    for child in children:
                        lines += _wrapped(child, "  - ", "    ")
            case Table():
                lines += _columns(part)
    return "\n".join(lines).strip() + "\n"


def as_markdown(parts: Sequence[Part]) -> str:
    """The sheet as Markdown."""
    found: list[str] = []
    for part in parts:
        match part:
            case Heading():
                found.append(f"{'#' * part.level} {_one_line(part.text)}")
            case Said(label="", text=text):
                found.append(text)
            case Said():
                found.append(f"**{part.label}:** {part.text}".rstrip())
            case Bullets():
                lines = []
                for item, children in _with_inner(part):
                    lines.append(f"- {_indented(item, '  ')}")
                    lines += [f"  - {_indented(child, '    ')}" for child in children]
                found.append("\n".join(lines))
            case Table():
                found.append(_markdown_table(part))
    return "\n\n".join(found) + "\n"


def as_html(parts: Sequence[Part], title: str, language: str = "en") -> str:
    """The sheet as one page that prints well. What looks like HTML in a plan is shown, never obeyed."""
    from html import escape

    from markdown_it import MarkdownIt

    body = (
        MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").render(as_markdown(parts))
    )
    direction = "rtl" if language.casefold().split("-")[0] in _RIGHT_TO_LEFT else "ltr"
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _with_inner(bullets: Bullets) -> list[tuple[str, tuple[str, ...]]]:
    inner = bullets.inner or ((),) * len(bullets.items)
    return list(zip(bullets.items, inner, strict=True))


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        indent = rest if lines else first
        lines += textwrap.wrap(
            line,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=rest,
            break_on_hyphens=False,
            break_long_words=False,
        ) or [""]
    return lines


def _columns(table: Table) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(table.heads, *table.rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (table.heads, *table.rows)
    ]


def _markdown_table(table: Table) -> str:
    lines = [table.heads, tuple("---" for _ in table.heads), *table.rows]
    return "\n".join(
        "| " + " | ".join(_one_line(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _indented(text: str, indent: str) -> str:
    return text.replace("\n", f"\n{indent}")
