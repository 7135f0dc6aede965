"""A store of its own for each test, and the program as a person calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from facilitator_tui.cli import front
from facilitator_tui.store.file import Store

Run = Callable[..., Result]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "facilitator.db") as opened:
        yield opened


@pytest.fixture
def run() -> Run:
    """Call the program with these words: ``run("session", "list")``; the store is the one of ``store``."""

    def call(*words: object, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(front, [str(word) for word in words], input=stdin)

    return call
