"""The fields of a person, what may stand in them, and the rows of the history below. Values only, no widgets' state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from facilitator_tui.plain import plain
from facilitator_tui.screens.ports import Attended, Stay, SubgroupCard, Withdrawn
from facilitator_tui.widgets.columns import Column
from facilitator_tui.widgets.row_list import Row
from facilitator_tui.widgets.times import day_and_time, local

FIELDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Name": (
        ("name", "Shown name", "as it stands on the board"),
        ("given_name", "Given name", ""),
        ("family_name", "Family name", ""),
        ("certificate_name", "On certificate", "where it is not the name that is shown"),
        ("email", "E-mail", "for the badge, in capitals and small letters as given"),
    ),
    "Background": (
        ("institution", "Institution", ""),
        ("country", "Country", ""),
        ("languages", "Languages", "such as: Arabic, French, English"),
        ("language_level", "Language level", "A1 to C2"),
        ("availability", "Available", "such as: Mon 18:00, Wed 19:00"),
    ),
    "Consent": (
        ("consent", "Consent", "to what, and when, such as: recording, 1 Nov 2026"),
        ("age", "Age", "minor or adult; a birth date is not kept"),
        ("guardian_consent", "Guardian", "yes when a parent or guardian of a minor has agreed"),
    ),
}
"""The fields by group: the field of ``PersonCard``, its label, and what shows while it is empty."""

COURSE_ROLES = ("", "debater", "leader", "trainee", "auditor")
COLUMNS = (Column("", 24, from_width=50), Column(), Column("", 12, right=True, from_width=40))
_LEVEL = re.compile(r"[abc][12]\+?", re.IGNORECASE)


def checked(field: str, typed: str) -> tuple[str, str]:
    """What to keep of what was typed, and what is wrong with it ("" when nothing is)."""
    typed = plain(typed, 2000 if field == "availability" else 200)
    if field == "name" and not typed:
        return typed, "A person needs a name to be shown on the board."
    if field == "email" and typed and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", typed):
        return typed, f"“{typed}” is not an e-mail address. Write one like amina@example.org."
    if field == "language_level" and _LEVEL.fullmatch(typed):
        return typed.upper(), ""
    if field in ("languages", "availability"):
        return _listed(field, typed), ""
    if field in ("age", "guardian_consent"):
        return _answered(field, typed)
    return typed, ""


def _listed(field: str, typed: str) -> str:
    from facilitator_tui.imports.roster_people import language_codes, slots
    from facilitator_tui.imports.roster_words import LANGUAGES, meanings

    return language_codes(typed, meanings(LANGUAGES)) if field == "languages" else slots(typed)


def _answered(field: str, typed: str) -> tuple[str, str]:
    """What is kept of an age (the band alone) or of a yes or no."""
    from facilitator_tui.imports.roster_words import AGES, ANSWERS, meaning

    if not typed:
        return "", ""
    if field == "guardian_consent":
        answer = meaning(ANSWERS, typed)
        return ("yes" if answer == "yes" else "", "") if answer else (typed, "Write yes, or leave it empty.")
    years = re.fullmatch(r"\d{1,2}", typed)
    band = ("adult" if int(typed) >= 18 else "minor") if years else meaning(AGES, typed)
    return (band, "") if band else (typed, "Write minor or adult; a birth date is not kept.")


def history_rows(
    stays: Sequence[Stay],
    attended: Sequence[Attended],
    now_ms: int,
    clocks: str,
    left: Sequence[Withdrawn] = (),
) -> list[Row]:
    """Subgroups, courses left and sessions, each under its heading. Only the rows of sessions can be opened."""
    rows = [Row("subgroups", ("Subgroups",), heading=True)] if stays else []
    for number, stay in enumerate(stays):
        until = "now" if stay.to_ms is None else _day(stay.to_ms, clocks)
        named = f"{stay.subgroup_name} · {stay.course_role}" if stay.course_role else stay.subgroup_name
        rows.append(Row(f"stay {number}", (f"{_day(stay.from_ms, clocks)} to {until}", named, stay.role)))
    for each in left:
        why = f"{each.course or 'the course'}: {each.reason}" if each.reason else each.course or "the course"
        rows.append(Row(f"left {each.course}", (f"{_day(each.at_ms, clocks)} left", why, "")))
    rows += [Row("sessions", ("Sessions",), heading=True)] if attended else []
    for session in attended:
        minutes = "" if session.present_ms is None else f"{session.present_ms // 60_000} min here"
        when = day_and_time(session.begins_ms, clocks, now_ms)
        rows.append(Row(session.session, (when, session.title, minutes)))
    return rows


def _day(ms: int, clocks: str) -> str:
    return f"{local(ms, clocks):%Y-%m-%d}"


def subgroup_called(cards: Sequence[SubgroupCard], typed: str) -> tuple[SubgroupCard | None, str]:
    """The subgroup meant by a name, or by the beginning of one; else None and what is wrong."""
    name = plain(typed).casefold()
    found = [card for card in cards if plain(card.name).casefold() == name]
    found = found or [card for card in cards if name and plain(card.name).casefold().startswith(name)]
    if len(found) == 1:
        return found[0], ""
    if not found:
        there = ", ".join(plain(card.name, 30) for card in cards[:6]) or "none yet"
        more = ", …" if len(cards) > 6 else ""
        return None, f"No subgroup is called “{plain(typed, 40)}”. There are: {there}{more}."
    return None, f"{len(found)} subgroups could be meant. Type the whole name: " + ", ".join(
        f"{plain(card.name, 30)} ({plain(card.course, 30) or 'no course'})" for card in found[:4]
    )
