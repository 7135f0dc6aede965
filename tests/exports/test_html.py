"""The report as a page: the figures of the report, drawings that say what they show, and no name that is obeyed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.exports import drawings
from facilitator_tui.exports import model as m
from facilitator_tui.exports.build import build
from facilitator_tui.exports.html import to_html
from facilitator_tui.exports.measures import measures
from facilitator_tui.plain import plain
from facilitator_tui.reporting import report_of
from facilitator_tui.store.file import Store
from tests.dialogue.fakes import Session
from tests.exports.pages import SHEET, Page
from tests.exports.test_forms import HOSTILE, named
from tests.store.stories import an_evening

OURS = SHEET | {"p", "svg", "rect", "line", "div", "span"}
ATTRIBUTES = {
    *(
        "charset",
        "dir",
        "lang",
        "class",
        "role",
        "aria-label",
        "aria-hidden",
        "viewbox",
        "preserveaspectratio",
    ),
    *("x", "y", "x1", "x2", "y1", "y2", "width", "height"),
}


@pytest.fixture
def evening(store: Store) -> m.Report:
    return report_of(store, an_evening(store).row)


def rows(content: str) -> list[list[str]]:
    """The rows of every table, as a reader sees them."""
    return [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall("<td.*?>(.*?)</td>", row)]
        for row in re.findall("<tr>(.*?)</tr>", re.sub("<svg.*?</svg>", "", content))
        if "<td" in row
    ]


def test_the_page_holds_the_figures_of_the_evening(evening: m.Report) -> None:
    content = to_html(evening)
    assert '<h1 dir="auto">Who belongs?</h1>' in content
    found = rows(content)
    for row in (
        ["1. Check-in", "10:00", "10:00", "4:55", "-5:05", "20:26"],
        ["3. Closing", "5:00", "5:00", "–", "–", "skipped"],
        ["Bruno Keller", "absent", "–", "–", ""],
        ["Deniz Yıldız", "8:20", "–", "0:30", "20:26–20:35"],
        ["Amina Ben Salah", "85 %", "", "2:00", "2.39", "1", "0", "2:00", "0", "1"],
        ["Chiara Conti", "15 %", "", "0:22", "0.44", "2", "1", "0:20", "0", "0"],
        ["Deniz Yıldız", "", "0 turns, 0:00"],
        ["Faiza Haddad (facilitator)", "", "1 turn, 0:30"],
    ):
        assert row in found
    gini = next(row for row in found if row[0].startswith("Gini index, sample"))
    assert gini[1:] == ["0.845", "the same, stretched so that one person with all the talk gives 1"]
    text = Page(content).text
    for words in (
        "Held: 2026-05-28, 20:26–20:36 (UTC), 10:00",
        "Participants: 3 of 4 came",
        "The facilitators had 17 % of all talk.",
        "20:30: Chiara Conti; not heard: Deniz Yıldız, Amina Ben Salah",
        "Room 2: Deniz Yıldız, 20:31–20:33",
        "20:29 (Amina Ben Salah): Amina listens #insight #care",
        "An uneven session is not by itself a bad one.",
    ):
        assert words in text


def test_the_page_says_how_exact_it_is(evening: m.Report) -> None:
    text = Page(to_html(evening)).text
    for sentence in evening.precision:
        assert sentence in text


def test_every_measure_is_told_with_its_meaning(evening: m.Report) -> None:
    told = list(measures(evening.equity))
    assert len(told) == len(m.EquityReport.__struct_fields__) - 1
    assert all(each.means for each in told)
    assert {each.label: each.shown for each in told}["Effective number of speakers"] == "1.4"


def test_private_flags_are_on_the_page_only_where_they_are_asked_for(store: Store) -> None:
    told = an_evening(store)
    assert "Private" not in to_html(report_of(store, told.row))
    assert "Private flags – do not pass on" in to_html(report_of(store, told.row, private=True))


def test_a_share_is_drawn_as_long_as_it_is_and_said_in_figures(evening: m.Report) -> None:
    drawn = [each for each in Page(to_html(evening)).drawn if each.get("class") == "share"]
    assert [each["width"] for each in drawn] == ["84.5", "15.5", "0.0"]


@pytest.mark.parametrize(("share", "width"), [(None, "0.0"), (-1.0, "0.0"), (0.333, "33.3"), (7.0, "100.0")])
def test_a_bar_stays_in_its_frame(share: float | None, width: str) -> None:
    assert f'class="share" width="{width}"' in drawings.bar(share)


def test_a_turn_stands_where_it_was_and_says_when(evening: m.Report) -> None:
    content = to_html(evening)
    assert (
        '<rect class="turn" x="58.3" y="2" width="200.0" height="12"><title>20:27:15–20:29:15, 2:00</title></rect>'
        in content
    )
    assert content.count('<rect class="asked"') == 1
    assert 'aria-label="2 turns, 0:22"' in content


def test_every_drawing_is_said_in_words_or_stands_beside_them(evening: m.Report) -> None:
    for each in Page(to_html(evening)).drawn:
        if each["tag"] == "svg":
            assert each.get("role") == "img" or each.get("aria-hidden") == "true"


def test_no_drawing_leaves_its_frame(evening: m.Report) -> None:
    for each in Page(to_html(evening)).drawn:
        if each.get("class") in ("turn", "asked", "there"):
            assert float(each["x"]) >= 0
            assert float(each["x"]) + float(each["width"]) <= 1000.1


def test_recorded_turns_are_drawn_where_they_are_the_source() -> None:
    session = Session().take((5, e.Spoke("amal", 30_000)), (40, e.Spoke("bruno", 4_000)), source="vtt:x")
    report = build(session.at(60, c.Close()).recorder.log, m.About("s", "x"))
    assert report.talk_source == "recording"
    assert to_html(report).count('<rect class="turn"') == 2


@pytest.mark.parametrize("name", [*HOSTILE, "<b>", "</td></table>", "زينب الفهري"])
def test_a_name_stands_on_the_page_and_does_nothing(name: str) -> None:
    page = Page(to_html(named(name, note=name)))
    assert page.tags <= OURS
    assert page.attributes <= ATTRIBUTES
    assert page.text.count(plain(name)) >= 4


@given(st.text(max_size=60))
def test_whatever_somebody_is_called_the_page_is_whole(words: str) -> None:
    content = to_html(named(words, note=words))
    page = Page(content)
    assert content.encode()
    assert page.tags <= OURS
    assert (plain(words) or "x") in page.cells


def test_names_from_right_to_left_turn_only_themselves() -> None:
    content = to_html(named("زينب الفهري"))
    assert '<td dir="auto">زينب الفهري</td>' in content
    assert "(<bdi>زينب الفهري</bdi>): <bdi>" in content


def test_an_empty_session_makes_a_page_without_drawings() -> None:
    page = Page(to_html(build(Session(()).recorder.log, m.About("s", "Planned"))))
    assert "Held: not yet" in page.text
    assert not page.drawn


def test_the_page_prints_on_a4_and_loads_nothing(evening: m.Report) -> None:
    content = to_html(evening)
    assert "size: A4" in content
    assert not re.search(r"<script|<link|<img|https?:|url\(|@import| on\w+=", content)
