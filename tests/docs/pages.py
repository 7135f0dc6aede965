"""What the tests of the documents share: the pages, and how to take tables, examples and links out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))


def page(name: str) -> str:
    """The text of ``docs/<name>.md``, or of a page at the root."""
    path = ROOT / f"{name}.md" if (ROOT / f"{name}.md").exists() else DOCS / f"{name}.md"
    return path.read_text(encoding="utf-8")


def examples(text: str, language: str) -> list[str]:
    """The fenced blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    """The text without its fenced and indented blocks."""
    return re.sub(r"^```.*?^```$|^ {4}.*?$", "", text, flags=re.MULTILINE | re.DOTALL)


def rows(text: str) -> list[tuple[str, ...]]:
    """The rows of every table, cell by cell, the headings among them."""
    lines = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    return [tuple(cell.strip() for cell in line.split(" | ")) for line in lines]


def section(text: str, title: str) -> str:
    """What stands under this heading, up to the next one of its level."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,3}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"there is no heading “{title}”"
    return found.group(2)


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to the headings."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def links(text: str) -> Iterator[str]:
    """Where the links and pictures of the page lead, those to the web left out."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            yield target


def command_lines(text: str) -> list[str]:
    """Every call of the program that the page shows: in ``console`` blocks and as code within the text."""
    shown = [
        line.removeprefix("$ ")
        for language in ("console", "sh")
        for block in examples(text, language)
        for line in block.splitlines()
        if line.startswith("$ facilitator-tui")
    ]
    within = re.findall(r"`(facilitator-tui\b[^`]*)`", " ".join(prose(text).split()))
    indented = re.findall(r"^ {4}(facilitator-tui\b.*?)(?:  .*)?$", text, re.MULTILINE)
    return [*shown, *within, *indented]
