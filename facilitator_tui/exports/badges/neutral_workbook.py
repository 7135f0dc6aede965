"""The neutral table as an Excel workbook of one sheet. What it says is in ``neutral``."""

from __future__ import annotations

import io
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from facilitator_tui.exports.badges.neutral import table_of
from facilitator_tui.exports.workbook_cells import add_sheet
from facilitator_tui.issuing.award import Award, Awarding


def to_workbook(awarding: Awarding, awards: Sequence[Award], zone: ZoneInfo) -> bytes:
    """The workbook. No cell is a formula: a text that looks like one gets an apostrophe in front."""
    from openpyxl import Workbook

    table = table_of(awarding, awards, zone)
    workbook = Workbook(write_only=True)
    add_sheet(workbook, "awards", table.heads, table.rows)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
