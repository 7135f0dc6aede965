"""The forms of a report that are one file: which there are, and the report in each of them."""

from __future__ import annotations

from typing import Literal

from facilitator_tui.exports.model import Report

Form = Literal["md", "html", "json", "xlsx"]


def rendered(report: Report, form: Form) -> bytes:
    """The report in this form, ready to be written."""
    match form:
        case "json":
            from facilitator_tui.exports.json import to_json

            return to_json(report)
        case "html":
            from facilitator_tui.exports.html import to_html

            return to_html(report).encode()
        case "xlsx":
            from facilitator_tui.exports.workbook import to_xlsx

            return to_xlsx(report)
        case "md":
            from facilitator_tui.exports.markdown import to_markdown

            return to_markdown(report).encode()
