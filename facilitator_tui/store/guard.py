"""Reading and writing the ordinary tables with errors as sentences, and writing as one commit.

The journal does not come through here: what a failed key press means is decided in ``store.journal``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from facilitator_tui.store.errors import StoreProblem, why

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

IN_ORDER = "max(at_ms) OVER (PARTITION BY author ORDER BY seq), seq"
"""How lines that were only ever added are ordered: by time, and those of one author as they were written.

Merging brings a colleague's older lines after one's own, so the order of writing alone would not do; a clock that was
set back must not turn one person's lines around, so neither would the time.
"""


@contextmanager
def reading(store: Store) -> Iterator[None]:
    """Turn an error of SQLite inside into a ``StoreProblem``."""
    try:
        yield
    except store.errors as error:
        raise StoreProblem(why(error, store.path)) from error


@contextmanager
def writing(store: Store) -> Iterator[None]:
    """One commit for everything inside; inside another ``writing`` the outer one commits.

    Raises ``StoreProblem``; nothing inside has happened then.
    """
    if store.read_only:
        raise StoreProblem(store.notice or f"{store.path} is open for reading only; nothing was changed.")
    if store.connection.in_transaction:
        yield
        return
    with reading(store), store.transaction():
        yield


def random_bits(count: int) -> int:
    """``count`` random bits from the operating system, for the ids of people and sessions."""
    return int.from_bytes(os.urandom((count + 7) // 8)) >> (-count % 8)
