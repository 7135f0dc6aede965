"""The floor: the smallest Textual app that shows a key's effect, without a store, a board or a clock.

``python benchmarks/bare.py`` shows ``n=`` and how many keys have come.
"""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    keys = 0

    def compose(self) -> ComposeResult:
        yield Static("n=0")

    def on_key(self, event: events.Key) -> None:
        self.keys += 1
        self.query_one(Static).update(f"n={self.keys}")


if __name__ == "__main__":
    Bare().run()
