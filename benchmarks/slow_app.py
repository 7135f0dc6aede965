"""The program on a store whose disk is slow, or which says "saved" too early: for the kills of ``benchmarks.faults``.

``python -m benchmarks.slow_app HOW WORDS…`` is ``facilitator-tui WORDS…``. HOW is "slow", where every commit takes
20 ms, or "early", the deliberately wrong order, where an entry is called saved first and committed by a thread 20 ms
later.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest import mock

from facilitator_tui.cli import main
from facilitator_tui.dialogue.entries import Entry
from facilitator_tui.dialogue.journal import NotWritten
from facilitator_tui.store import file
from facilitator_tui.store.errors import why
from facilitator_tui.store.file import Store
from facilitator_tui.store.journal import StoredJournal

DELAY_S = 0.02


class SlowJournal(StoredJournal):
    """Waits between writing an entry and committing it."""

    def __init__(self, store: Store, session: str) -> None:
        super().__init__(store, session)
        self._file = store

    def append(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
        if texts or len(entries) != 1:
            super().append(entries, texts)
            return
        try:
            with self._file.transaction():
                super().append(entries, texts)
                time.sleep(DELAY_S)
        except self._file.errors as error:
            raise NotWritten(why(error, self._file.path)) from error


class EarlyJournal(StoredJournal):
    """Calls entries saved at once and saves them later, as no journal may."""

    def __init__(self, store: Store, session: str) -> None:
        super().__init__(store, session)
        self._waiting: queue.Queue[Sequence[Entry]] = queue.Queue()
        threading.Thread(target=self._save, args=(store.path, session), daemon=True).start()

    def append(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
        self._waiting.put(entries)

    def _save(self, path: Path, session: str) -> None:
        with Store.open(path) as store:
            journal = store.journal(session)
            while True:
                entries = self._waiting.get()
                time.sleep(DELAY_S)
                journal.append(entries, {})


class SlowStore(Store):
    def journal(self, session: str) -> StoredJournal:
        return SlowJournal(self, session)


class EarlyStore(Store):
    def journal(self, session: str) -> StoredJournal:
        return EarlyJournal(self, session)


STORES: dict[str, type[Store]] = {"slow": SlowStore, "early": EarlyStore}


if __name__ == "__main__":
    _, how, *words = sys.argv
    sys.argv = ["facilitator-tui", *words]
    with mock.patch.object(file, "Store", STORES[how]):
        main()
