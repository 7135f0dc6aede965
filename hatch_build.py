"""Build hook: every wheel carries the readings of the shipped courses, so that no start reads ten courses from text.

Run by hatchling for ordinary and for editable installations. How readings are found again is in
``facilitator_tui/plans/shelf.py``; what this hook needs stands in ``pyproject.toml``.
"""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Readings(BuildHookInterface[Any]):
    """Reads the courses and keeps what comes of it beside the package's files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the readings anew; those of changed courses take the place of the old ones."""
        sys.path.insert(0, self.root)
        try:
            from facilitator_tui.plans.shelf import make_readings

            make_readings()
        finally:
            sys.path.remove(self.root)
