"""Reads a page of HTML as a strict browser would: what is written, which elements there are, whether they close."""

from __future__ import annotations

from html.parser import HTMLParser

SHEET = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "ul",
        "li",
        "bdi",
        "table",
        "tr",
        "th",
        "td",
    ]
)
"""The elements that a sheet is made of."""

VOID = {"meta"}
CLOSING_THEMSELVES = {"rect", "line"}


class Page(HTMLParser):
    """A page that was read; fails on an element that is not closed where it should be."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.cells: list[str] = []
        self.words: list[str] = []
        self.drawn: list[dict[str, str]] = []
        self.feed(content)
        self.close()
        assert not self.open

    @property
    def text(self) -> str:
        return "".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag in ("svg", "rect"):
            self.drawn.append({name: value or "" for name, value in attrs} | {"tag": tag})
        if tag == "td":
            self.cells.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in CLOSING_THEMSELVES
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.words.append(data)
        if "td" in self.open and "svg" not in self.open:
            self.cells[-1] += data
