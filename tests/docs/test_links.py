"""Every link between the pages leads somewhere, every file and picture that they name is there."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, anchors, links, page

named = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


@named
def test_links_lead_somewhere(path: Path) -> None:
    for link in links(path.read_text(encoding="utf-8")):
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{path.name} links to {link}"
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"{path.name} links to {link}"


@named
def test_the_page_has_one_title_and_can_be_reached(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(r"^# ", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S), re.MULTILINE)) == 1
    if path.parent == DOCS:
        everywhere = (other for other in PAGES if other != path)
        assert any(path.name in link for other in everywhere for link in links(other.read_text("utf-8")))


def test_files_that_the_architecture_names_exist() -> None:
    for name in re.findall(r"[\w./]*[\w]+\.(?:py|toml|txt|tcss)\b|\w+(?:/\w+)*/(?=`)", page("architecture")):
        if "/" in name or (ROOT / name).suffix in {".toml", ".txt"}:
            found = [
                (ROOT / name).exists(),
                (ROOT / "facilitator_tui" / name).exists(),
                name == "config.toml",
            ]
            assert any(found), f"docs/architecture.md names {name}"


def test_every_room_is_in_the_architecture() -> None:
    rooms = [path.parent.name for path in (ROOT / "facilitator_tui").glob("*/__init__.py")]
    assert [room for room in rooms if f"`facilitator_tui/{room}/`" not in page("architecture")] == []


def test_the_picture_is_a_drawing_of_the_live_screen_and_loads_nothing() -> None:
    drawing = (DOCS / "pictures" / "live.svg").read_text(encoding="utf-8")
    text = "".join(ElementTree.fromstring(drawing).itertext()).replace("\xa0", " ")
    assert "Léa Morvan" in text
    assert "saved" in text
    assert "url(http" not in drawing
    assert "@font-face" not in drawing
