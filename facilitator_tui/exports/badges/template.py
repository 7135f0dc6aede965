"""A CSV template as somebody downloaded it from an issuer: which column is what, and awards in its columns.

Open Badge Factory does not publish its columns and Credly changes them, so the file itself is the reference: its
heads, their order and its separator stay as they are. Columns that nobody recognises stay empty.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from facilitator_tui.exports.badges.facts import address_of, counts_of, issue_day, name_of, names_of
from facilitator_tui.exports.badges.rows import to_csv
from facilitator_tui.issuing.award import Award
from facilitator_tui.plain import plain

LABELS: Final[dict[str, tuple[str, ...]]] = {
    "email": (
        "email", "email address", "mail", "mail address", "recipient", "recipient email", "recipient email address",
        "identifier", "earner email",
    ),
    "name": ("name", "full name", "recipient name", "earner name", "display name"),
    "given": ("first name", "given name", "forename", "recipient first name", "issued to first name"),
    "family": ("last name", "family name", "surname", "recipient last name", "issued to last name"),
    "issued": ("issued on", "issue date", "issued at", "issued at date", "date issued", "date of issue", "issued"),
    "criteria": ("criteria_add", "criteria addendum", "additional criteria"),
    "badge": ("badge template id", "badge class id", "badge id", "template id"),
    "evidence": ("evidence narrative", "text evidence description"),
    "evidence title": ("text evidence name", "text evidence title"),
}  # fmt: skip
"""The fields that can be filled, and what templates call them; compared by letters and digits alone."""

_SEPARATORS: Final = (",", ";", "\t")


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A template as it was read. ``fields`` says for each column which field it takes; empty where none.

    ``complaints`` are sentences on why it cannot be filled; a template without one can. ``left_empty`` are the columns
    that stay empty.
    """

    columns: tuple[str, ...]
    fields: tuple[str, ...]
    separator: str = ","
    encoding: str = "utf-8"
    complaints: tuple[str, ...] = ()

    @property
    def left_empty(self) -> tuple[str, ...]:
        return tuple(head for head, field in zip(self.columns, self.fields, strict=True) if not field)


def read_template(content: bytes, columns: Mapping[str, str] | None = None) -> Template:
    """Read the first line of the file; example rows after it are left out.

    ``columns`` names the column of a field (of ``LABELS``) where it is called something else, such as
    ``{"email": "Correo"}``.
    """
    text, encoding = _decoded(content)
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=head.count)
    heads = tuple(cell.strip() for cell in next(csv.reader(io.StringIO(head), delimiter=separator), []))
    complaints: list[str] = []
    fields = _fields(heads, columns or {}, complaints)
    complaints += _missing(heads, fields)
    return Template(
        columns=heads, fields=fields, separator=separator, encoding=encoding, complaints=tuple(complaints)
    )


def to_template(
    template: Template,
    awards: Iterable[Award],
    zone: ZoneInfo,
    issuer_badge: str = "",
    date_format: str = "%Y-%m-%d",
) -> str:
    """The awards in the template's columns. ``date_format`` is how it wants days written (as in ``strftime``).

    Raises ``ExportProblem`` for an award that nobody has confirmed.
    """
    return to_csv(
        template.columns, _rows(template, awards, zone, issuer_badge, date_format), template.separator
    )


def _rows(
    template: Template, awards: Iterable[Award], zone: ZoneInfo, issuer_badge: str, date_format: str
) -> Iterator[tuple[str, ...]]:
    for award in awards:
        counts = "; ".join(counts_of(award))
        given, family = names_of(award.recipient)
        values = {
            "email": address_of(award.recipient),
            "name": name_of(award.recipient),
            "given": given,
            "family": family,
            "issued": issue_day(award, zone).strftime(date_format),
            "criteria": counts,
            "badge": issuer_badge,
            "evidence": counts,
            "evidence title": "Attendance" if "evidence" in template.fields else "",
        }
        yield tuple(values.get(field, "") for field in template.fields)


def _decoded(content: bytes) -> tuple[str, str]:
    """The text, and the encoding to write in: that of the file where it is Unicode, else UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "utf-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return content.decode("utf-8-sig", errors="replace"), "utf-8-sig"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "utf-8"


def _bare(label: str) -> str:
    return re.sub(r"[\W_]", "", label.casefold())


def _fields(heads: tuple[str, ...], columns: Mapping[str, str], complaints: list[str]) -> tuple[str, ...]:
    by_label = {_bare(label): field for field, labels in LABELS.items() for label in labels}
    named: dict[str, str] = {}
    for field, head in columns.items():
        if field not in LABELS:
            complaints.append(f"There is no field “{plain(field, 40)}”. Fields are: {', '.join(LABELS)}.")
        elif _bare(head) not in map(_bare, heads):
            complaints.append(
                f"The template has no column “{plain(head, 60)}” for {field}. Its columns are: {_listed(heads)}."
            )
        else:
            named[_bare(head)] = field
    taken = set(named.values())
    fields: list[str] = []
    for head in heads:
        field = named.pop(_bare(head), "")
        if not field:
            field = by_label.get(_bare(head), "")
            field = "" if field in taken else field
            taken.add(field)
        fields.append(field)
    return tuple(fields)


def _missing(heads: tuple[str, ...], fields: tuple[str, ...]) -> Iterator[str]:
    if not any(heads):
        yield "The template is empty. Download it again from the issuer and give that file unchanged."
        return
    if "email" not in fields:
        yield f"No column for the e-mail address was found. Say which it is; there are: {_listed(heads)}."
    if "name" not in fields and not {"given", "family"} <= set(fields):
        yield (
            f"No column for the name was found (one, or given and family name). Say which it is; there are: "
            f"{_listed(heads)}."
        )


def _listed(heads: tuple[str, ...]) -> str:
    return ", ".join(f"“{plain(head, 40)}”" for head in heads) or "none"
