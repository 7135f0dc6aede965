"""Names from outside are made safe to show, and stay themselves."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.plain import is_text, plain

HOSTILE = st.sampled_from(
    "\x1b\x9b\x9d[]PX^_\\;mK\x07\x00\x7f\x85\u202e\u2067\u200d\u200b\ufeff\u0301 \t\r\n\ud800🇹🇳"
)
TEXTS = st.text(st.one_of(st.characters(), HOSTILE), max_size=80)


@pytest.mark.parametrize(
    "name",
    [
        "Amal Haddad",
        "أَمَل حدّاد",
        "שָׁלוֹם כהן",
        "Zoë Ångström-Müller",
        "Παναγιώτα",
        "می‌خواهم",  # Persian, with a zero-width non-joiner that belongs to the spelling
        "नमस्ते",
        "👩‍👩‍👧‍👦 Ana",
        "🇹🇳 Yusuf",
        "Rui + Tove 🚗",
        "O'Neill (she/her) | org",
    ],
)
def test_names_of_the_world_stay_as_they_are(name: str) -> None:
    assert plain(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Eve\x1b[31m red\x1b[0m", "Eve red"),
        ("\x1b]0;a new window title\x07Eve", "Eve"),
        ("\x1b]8;;https://example.org\x1b\\Eve\x1b]8;;\x1b\\", "Eve"),
        ("\x9b2JEve", "Eve"),
        ("\x1bPq payload\x1b\\Eve", "Eve"),
        ("\x1bcEve\x1b(B", "Eve"),
        ("Eve\x1b[38;5", "Eve"),
        ("E\x00v\x7fe\x90", "Eve"),
        ("\u202eevE\u202c", "evE"),
        ("\u2067Eve\u2069\u200f\ufeff", "Eve"),
        ("E\u200bv\u00ade", "Eve"),
        ("  Eve\r\n\tAdam\u00a0\u2028Abel ", "Eve Adam Abel"),
        ("e\u0301", "é"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("\u200d\u200d", ""),
        ("", ""),
    ],
)
def test_what_would_steer_a_terminal_is_removed(given_text: str, shown: str) -> None:
    assert plain(given_text) == shown


@given(TEXTS, st.integers(1, 40))
def test_the_result_is_safe_and_stays_the_same(text: str, limit: int) -> None:
    result = plain(text, limit)

    assert len(result) <= limit
    assert not {unicodedata.category(character) for character in result} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(result) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b")
    assert unicodedata.is_normalized("NFC", result)
    assert result == result.strip()
    assert "  " not in result
    assert plain(result, limit) == result
    result.encode()


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=50))
def test_clean_text_comes_back_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Konstantinos", 5, "Konst"),
        ("ab👩‍👩‍👧cd", 4, "ab"),
        ("ab👍🏽cd", 3, "ab"),
        ("a🇹🇳🇵🇹", 4, "a🇹🇳"),
        ("aq\u0323\u0307b", 3, "a"),
        ("a bcd", 2, "a"),
    ],
)
def test_a_cut_does_not_split_what_is_seen_as_one(text: str, limit: int, shown: str) -> None:
    assert plain(text, limit) == shown


def test_a_hostile_text_of_megabytes_is_looked_at_no_further_than_needed() -> None:
    assert plain("a" + "\u0327\u0301" * 1_000_000, 10) != ""
    assert plain("\x9d" * 1_000_000 + "x") == ""


@pytest.mark.parametrize(
    ("character", "belongs"),
    [
        ("a", True), (" ", True), ("ی", True), ("\u200c", True), ("\u200d", True), ("\u202e", False), ("\u200b", False),
        ("\x1b", False), ("\r", False), ("\x7f", False), (None, False),
    ],
)  # fmt: skip
def test_what_a_key_may_type_into_a_line(character: str | None, belongs: bool) -> None:
    assert is_text(character) is belongs
