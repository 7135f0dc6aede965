"""The floor: the smallest Textual app that shows a key's effect, without a board or a clock.

``python -m benchmarks.bare`` shows ``n=`` and how many keys have come. With a FILE it also makes each key durable
there first, as one row in one commit: what of a key's time is the disk's.
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

from facilitator_tui.store import sqlite


class Bare(App[None]):
    keys = 0

    def __init__(self, file: Path | None = None) -> None:
        super().__init__()
        self._connection = sqlite.connect(file) if file is not None else None
        if self._connection is not None:
            self._connection.execute("CREATE TABLE IF NOT EXISTS key (n INTEGER PRIMARY KEY)")

    def compose(self) -> ComposeResult:
        yield Static("n=0")

    def on_key(self, event: events.Key) -> None:
        self.keys += 1
        if self._connection is not None:
            self._connection.execute("INSERT INTO key VALUES (NULL)")
        self.query_one(Static).update(f"n={self.keys}")


if __name__ == "__main__":
    Bare(Path(sys.argv[1]) if sys.argv[1:] else None).run()
