"""Given what a terminal sends, pasted text is text, whatever the pieces in which it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.pasted import PasteFilter

BEGINS, ENDS = "\x1b[200~", "\x1b[201~"

input_text = st.lists(
    st.sampled_from([BEGINS, ENDS, "\x1b", "\x1b[", "\x1b[31m", "1", "q", "ü", "[201~", "~"])
).map("".join)


def fed(pieces: list[str]) -> str:
    pastes = PasteFilter()
    return "".join(pastes.feed(piece) for piece in pieces)


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("12\x1bq", "12\x1bq"),
        (f"{BEGINS}plain{ENDS}3", f"{BEGINS}plain{ENDS}3"),
        (f"{BEGINS}a\x1b[31mb{ENDS}\x1b[A", f"{BEGINS}a[31mb{ENDS}\x1b[A"),
        (f"{BEGINS}a\x1bq{ENDS}", f"{BEGINS}aq{ENDS}"),
    ],
)
def test_escapes_are_taken_out_of_pastes_and_nowhere_else(sent: str, taken: str) -> None:
    assert fed([sent]) == taken


@given(input_text, st.data())
def test_the_pieces_do_not_matter(sent: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=6)))
    pieces = [sent[a:b] for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    assert fed([*pieces, ENDS]) == fed([sent, ENDS])


@given(input_text.filter(lambda text: BEGINS not in text))
def test_outside_a_paste_every_key_is_there_at_once(sent: str) -> None:
    pastes = PasteFilter()
    assert [pastes.feed(character) for character in sent] == list(sent)
