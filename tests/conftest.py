"""What every test stands on: no test ever sees the configuration or the store of the person who runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure of the program: no test is timed, so no example is either.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder the program may write to."""
    monkeypatch.setenv("FACILITATOR_TUI_HOME", str(tmp_path))
    monkeypatch.delenv("FACILITATOR_TUI_DB", raising=False)
    return tmp_path
