"""The report as JSON, in the shape that docs/reports.md describes."""

from __future__ import annotations

import msgspec

from facilitator_tui.exports.model import Report


def to_json(report: Report) -> bytes:
    """UTF-8, indented by two, with a line break at the end."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"
