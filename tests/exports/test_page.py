"""The frame of every page: it stands alone, it closes, and nothing that somebody wrote is obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from facilitator_tui.exports.page import Section, Sheet, frame, isolated, sheet_html, sheet_markdown
from facilitator_tui.plain import plain
from tests.exports.pages import SHEET, Page
from tests.exports.test_forms import HOSTILE


def sheet(words: str) -> Sheet:
    """A page on which these words stand everywhere that words can."""
    return Sheet(
        words,
        (("Subgroup", words),),
        (
            Section(
                "People", (f"Room 2: {isolated(words)}, {isolated(words)} came", words), ("Who",), ((words,),)
            ),
        ),
    )


@pytest.mark.parametrize("words", [*HOSTILE, "<b>", "</li></ul>", '" onload="x', "\u2068<i>\u2069", "\ud800"])
def test_no_words_are_obeyed_on_a_page(words: str) -> None:
    page = Page(sheet_html(sheet(words)))
    assert page.tags <= SHEET
    assert page.attributes <= {"charset", "dir", "lang"}
    assert page.text.count(plain(words)) >= 7


@given(st.text(max_size=60))
def test_whatever_was_written_the_page_is_whole_and_can_be_stored(words: str) -> None:
    content = sheet_html(sheet(words))
    page = Page(content)
    assert content.encode()
    assert page.tags <= SHEET
    assert page.cells == [plain(words)]


@given(st.text(max_size=60) | st.text("#+-=1.) \u2068", max_size=6))
def test_whatever_was_written_it_makes_no_markup_in_markdown(words: str) -> None:
    markdown = sheet_markdown(sheet(words))
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    titles = [tokens[place + 1].content for place, each in enumerate(tokens) if each.type == "heading_open"]
    assert titles[-1] == "People"
    inner = [child.type for token in tokens for child in token.children or ()]
    assert set(inner) <= {"text", "text_special", "softbreak"}


def test_a_name_is_isolated_within_its_line_in_both_forms() -> None:
    page = Sheet("Brief", (), (Section("Missed", (f"{isolated('زينب')}: absent", "Nobody else.")),))
    assert "<li><bdi>زينب</bdi>: absent</li>" in sheet_html(page)
    assert '<li dir="auto">Nobody else.</li>' in sheet_html(page)
    assert "- \u2068زينب\u2069: absent\n- Nobody else.\n" in sheet_markdown(page)


def test_blanks_around_names_stay() -> None:
    line = f"For {isolated('Ana')}, {isolated('Bo')} it hangs on this."
    page = Sheet("x", (), (Section("y", (line,)),))
    assert "For Ana, Bo it hangs on this." in Page(sheet_html(page)).text
    assert "- For \u2068Ana\u2069, \u2068Bo\u2069 it hangs on this.\n" in sheet_markdown(page)


def test_a_table_stands_apart_from_the_lines_above_it() -> None:
    page = Sheet("x", (), (Section("y", ("One line.",), ("Head", "Figure"), (("a", "1"),)),))
    shown = MarkdownIt("commonmark").enable("table").render(sheet_markdown(page))
    assert "<table>" in shown
    assert "<li>One line.</li>" in shown


def test_the_frame_prints_on_a4_and_loads_nothing() -> None:
    content = frame("Who <belongs>?", ["<p>x</p>"], "p { margin: 0; }")
    assert "size: A4" in content
    assert "p { margin: 0; }</style>" in content
    assert "<title>Who &lt;belongs&gt;?</title>" in content
    for loading in ("<script", "<link", "<img", "http", "url(", "@import"):
        assert loading not in content
