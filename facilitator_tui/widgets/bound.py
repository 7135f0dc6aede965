"""Keys of a screen as a table: keys, what they do, the word in the key bar, the sentence in the help."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType


def bound(room: str, rows: Iterable[tuple[str, str, str, str]], *, shown: bool = True) -> list[BindingType]:
    """Bindings out of rows of (keys, action, word, sentence); keys are set apart by commas, the first is printed.

    Each can be rebound by its id, ``room.word``.
    """
    return [
        Binding(keys, action, word, id=f"{room}.{word.replace(' ', '_')}", tooltip=says, show=shown)
        for keys, action, word, says in rows
    ]
