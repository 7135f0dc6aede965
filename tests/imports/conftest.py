"""Files for the readers: written for one test, or real ones that lie beside the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

REAL_FILES = Path(__file__).resolve().parents[3] / "shared" / "fixtures"

WriteFile = Callable[..., Path]
RealFile = Callable[[str], Path]


@pytest.fixture
def file_of(tmp_path: Path) -> WriteFile:
    """Write a text (or bytes) to a file whose name says nothing about what it is."""

    def write(content: str | bytes, encoding: str = "utf-8", name: str = "download.dat") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def real_file() -> RealFile:
    """Find a real recording by its path under the fixtures folder; skip the test when it is not there."""

    def find(name: str) -> Path:
        path = REAL_FILES / name
        if not path.exists():
            pytest.skip(f"the real file {name} is not on this computer")
        return path

    return find
