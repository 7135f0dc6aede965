"""Rows as CSV, the way issuers' forms and spreadsheets read it. No layout is decided here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from facilitator_tui.exports.tables import Cell, guarded


def to_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]], separator: str = ",") -> str:
    """The rows under their heads. A cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue()
