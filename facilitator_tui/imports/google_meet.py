"""Reads attendance lists of Google Meet: the sheet Google sends, lists made by hand, and lists of add-ons.

Their times are mostly times of day without a date; with the date of the meeting (from the lines above the table,
or named by whoever reads the file) they become spells, and without one only the time in total is known. What
becomes of the rows is in ``attendance``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from facilitator_tui.imports.attendance import Report, ReportedRow, attendance
from facilitator_tui.imports.labels import by_label, places
from facilitator_tui.imports.lists import NO_DATE, ListedLine, row_of
from facilitator_tui.imports.normal import AttendanceFile
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged, SecondMeeting
from facilitator_tui.imports.source import Source
from facilitator_tui.imports.tables import cell, delimiter_of, rows
from facilitator_tui.imports.wording import at_lines
from facilitator_tui.plain import plain

LARGEST_BYTES: int | None = 100_000_000

LABELS: dict[str, tuple[str, ...]] = {
    "given_name": ("First name", "Prénom", "Nombre", "Nome", "Vorname", "Voornaam", "Imię", "Ad", "Jméno"),
    "family_name": (
        "Last name",
        "Nom",
        "Nom de famille",
        "Apellido",
        "Apellidos",
        "Sobrenome",
        "Apelido",
        "Cognome",
        "Nachname",
        "Achternaam",
        "Nazwisko",
        "Soyadı",
        "Příjmení",
    ),
    "name": (
        "Name",
        "Names",
        "Full name",
        "Participant",
        "Participants",
        "Participant name",
        "Attendee",
        "Student",
    ),
    "email": ("Email", "E-mail", "Email address", "Adresse e-mail", "Correo electrónico", "E-Mail-Adresse"),
    "duration": (
        "Duration",
        "Time in call",
        "Total time",
        "Durée",
        "Duración",
        "Duração",
        "Durata",
        "Dauer",
        "Duur",
        "Czas trwania",
        "Süre",
        "Doba trvání",
    ),
    "joined": (
        "Time joined",
        "Joined",
        "Joined at",
        "Join time",
        "First seen",
        "First seen at",
        "Arrival",
        "Heure d'arrivée",
        "Heure de connexion",
        "Hora de entrada",
        "Hora a la que se unió",
        "Hora de participação",
        "Ora di accesso",
        "Ora di ingresso",
        "Beitrittszeit",
        "Beigetreten um",
        "Tijd van deelname",
        "Godzina dołączenia",
        "Katılma zamanı",
    ),
    "left": (
        "Time exited",
        "Time left",
        "Left",
        "Left at",
        "Leave time",
        "Last seen",
        "Last seen at",
        "Exited",
        "Departure",
        "Heure de départ",
        "Heure de sortie",
        "Hora de salida",
        "Hora de saída",
        "Ora di uscita",
        "Verlassen um",
        "Tijd van vertrek",
        "Godzina wyjścia",
        "Çıkış zamanı",
    ),
}

# An add-on's stay: came at 9:01, was there for 6 minutes, last seen at 9:06.
_STAY = r"(\d{1,2}:\d{2}(?: ?[AaPp][Mm])?) ?\((\d{1,4}) ?min\) ?\[(\d{1,2}:\d{2}(?: ?[AaPp][Mm])?)\]"
_ISO_DATE = r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)"


class _Found(msgspec.Struct):
    title: str = ""
    day: date | None = None
    lines: list[ListedLine] = []
    unreadable: list[int] = []


def recognises(head: str) -> bool:
    """Tell whether a file begins like a list of Meet: its header, or the stays of an add-on."""
    return _delimiter(head) is not None or re.search(_STAY, head) is not None


def read(source: Source, options: ReadOptions) -> AttendanceFile:
    """Translate a list of Meet. Times are local: ``options`` says in which zone and, if need be, on which day.

    Raises Damaged when nobody's time can be read, SecondMeeting for two lists in one file, UnknownZone when there
    is no such time zone.
    """
    delimiter = _delimiter(source.head)
    found = _table(source, delimiter) if delimiter else _stays(source)
    day = options.date or found.day
    reported: list[ReportedRow] = []
    for line in found.lines:
        row = row_of(line, day)
        if row:
            reported.append(row)
        else:
            found.unreadable.append(line.line)
    if not reported:
        raise Damaged(
            source.name,
            "the list has nobody whose times can be read",
            "download it again once the meeting is over",
            found.unreadable[0] if found.unreadable else None,
        )
    form = attendance(source, options, Report("google_meet", reported, found.title, why_totals=NO_DATE))
    return msgspec.structs.replace(form, warnings=(*form.warnings, *_warnings(found)))


def _delimiter(head: str) -> str | None:
    known = by_label(LABELS)
    return delimiter_of(head, lambda row: _columns(row, known) is not None)


def _columns(row: list[str], known: dict[str, str]) -> dict[str, int] | None:
    found = places(row, known)
    named = "name" in found or "given_name" in found or "family_name" in found
    timed = ("joined" in found and "left" in found) or ("duration" in found and "joined" in found)
    return found if named and (timed or {"duration", "email"} <= set(found)) else None


def _table(source: Source, delimiter: str) -> _Found:
    known = by_label(LABELS)
    found = _Found()
    columns: dict[str, int] | None = None
    for line, row in rows(source, delimiter):
        header = _columns(row, known)
        if header and columns:
            raise SecondMeeting(source.name, line)
        if header or columns is None:
            columns = header
            if header is None:
                _take_title(found, " ".join(text for text in row if text.strip()))
            continue
        name = cell(row, columns.get("name"))
        parts = (cell(row, columns.get("given_name")), cell(row, columns.get("family_name")))
        times = (cell(row, columns.get(field)) for field in ("joined", "left", "duration"))
        name = plain(name or " ".join(part for part in parts if part))
        email = plain(cell(row, columns.get("email")))
        found.lines.append(ListedLine(line, name, email if "@" in email else "", *times))
    return found


def _stays(source: Source) -> _Found:
    """Read an add-on's list: a title, and one line a person with the stays after the name, apart by tabs."""
    found = _Found()
    for line, row in rows(source, ","):
        # Some write each person into one quoted cell that holds the tabs.
        parts = [part.strip() for part in "\t".join(row).split("\t") if part.strip()]
        stays = re.findall(_STAY, " ".join(parts[1:]))
        if stays:
            found.lines += [
                ListedLine(line, plain(parts[0]), "", came, went, f"{minutes} min")
                for came, minutes, went in stays
            ]
        elif not found.lines:
            _take_title(found, " ".join(parts))
        elif parts:
            found.unreadable.append(line)
    return found


def _take_title(found: _Found, text: str) -> None:
    match = re.search(_ISO_DATE, text)
    if match and found.day is None:
        try:
            found.day = date(*(int(part) for part in match.groups()))
        except ValueError:
            found.day = None
    found.title = found.title or plain(text)


def _warnings(found: _Found) -> Iterator[str]:
    if found.unreadable:
        yield f"{at_lines(found.unreadable)}: no name, or times that cannot be read; left out."
