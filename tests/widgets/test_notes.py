"""The note stream: the newest at the bottom, about whom, and nothing that a terminal would obey."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.widgets.notes import NoteStream

from .paper import lines, painted

NOTES = (
    ("18:04", "", "Laughter, then quiet"),
    ("18:05", "Amina Belkacem", "Found a word that everybody understood"),
    ("18:09", "Somebody with a very long name", "listens"),
)


def stream_of(*notes: tuple[str, str, str]) -> NoteStream:
    stream = NoteStream()
    stream.show(notes)
    return stream


def test_notes_say_when_about_whom_and_what() -> None:
    assert lines(stream_of(*NOTES), 60, 4) == [
        " 18:04 Laughter, then quiet",
        " 18:05 Amina Belkacem: Found a word that everybody understo…",
        " 18:09 Somebody with a…: listens",
        "",
    ]


def test_the_newest_stay_when_there_is_no_room_for_all() -> None:
    assert lines(stream_of(*NOTES), 40, 1) == [" 18:09 Somebody with a…: listens"]


def test_as_long_as_there_are_none_it_says_how_to_write_one() -> None:
    assert lines(stream_of(), 80, 2) == [
        " n writes a note; a person key right after n makes it about that person",
        "",
    ]


@given(
    st.lists(st.tuples(st.just("18:00"), st.text(max_size=40), st.text(max_size=200)), max_size=5),
    st.integers(1, 120),
    st.integers(1, 4),
)
def test_the_lines_are_as_wide_as_the_stream_whatever_was_written(
    notes: list[tuple[str, str, str]], width: int, height: int
) -> None:
    assert not set("".join(painted(stream_of(*notes), width, height))) & set("\x1b\x07\n\t\u202e")
