"""The neutral table as an Excel workbook of one sheet. What it says is in ``neutral``."""

from __future__ import annotations

import io
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from facilitator_tui.exports.badges.neutral import table_of
from facilitator_tui.exports.tables import guarded
from facilitator_tui.issuing.award import Award, Awarding


def to_workbook(awarding: Awarding, awards: Sequence[Award], zone: ZoneInfo) -> bytes:
    """The workbook. No cell is a formula: a text that looks like one gets an apostrophe in front."""
    from openpyxl import Workbook

    table = table_of(awarding, awards, zone)
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("awards")
    sheet.freeze_panes = "A2"
    for row in (table.heads, *table.rows):
        sheet.append([guarded(cell) for cell in row])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
