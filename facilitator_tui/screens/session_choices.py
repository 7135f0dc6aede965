"""What the form for a new session offers while somebody types, and what it takes for likely. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import available_timezones

from facilitator_tui.plain import plain
from facilitator_tui.screens.ports import ModuleCard, SessionCard, SubgroupCard
from facilitator_tui.widgets.choices import chosen
from facilitator_tui.widgets.row_list import Row
from facilitator_tui.widgets.times import local

NEW = "new: "
"""The key of the row that makes a new subgroup begins so."""

NONE = "none:"
"""The key of the row that leaves a field empty: no subgroup, no plan."""

_WEEK_MS = 7 * 86_400_000


def subgroup_rows(cards: Sequence[SubgroupCard], typed: str) -> list[Row]:
    """The subgroups that match, and a new one unless one is called exactly so; none while nothing is typed."""
    rows = [Row(card.id, (plain(card.name), card.course, f"{card.participants} people")) for card in cards]
    known = any(plain(card.name).casefold() == typed.casefold() for card in cards)
    new = [] if known or not typed else [Row(NEW + typed, (typed, "a new subgroup", ""))]
    return _none(typed == "") + chosen(rows, typed) + new


def module_key(module: ModuleCard) -> str:
    return f"{module.course}/{module.module}"


def module_named(module: ModuleCard) -> str:
    """The session plan as it stands in the form."""
    return plain(f"{module.module} {module.title} · {module.course_title}")


def module_rows(modules: Sequence[ModuleCard], typed: str, subgroup: SubgroupCard | None = None) -> list[Row]:
    """The session plans that match, those of the subgroup's course first.

    All of them, and none, when one stands there already, so that another can be chosen.
    """
    ours = sorted(modules, key=lambda module: not _is_of_course(module, subgroup))
    rows = [Row(module_key(m), (f"{m.module} {m.title}", m.course_title, f"{m.minutes} min")) for m in ours]
    if not typed or any(module_named(m) == typed for m in modules):
        return _none(True) + rows
    return chosen(rows, typed)


def _none(offered: bool) -> list[Row]:
    return [Row(NONE, ("none", "", ""))] if offered else []


def begins_rows(usual: str, typed: str) -> list[Row]:
    """The usual time of the subgroup and now, while nothing else has been typed."""
    week_on = [Row(usual, (usual, "a week after the last session", ""))] if usual else []
    return [*week_on, Row("now", ("now", "", ""))] if typed in ("", "now", usual) else []


def zone_rows(typed: str, here: str) -> list[Row]:
    """The zones that match; this computer's first while nothing is typed."""
    zones = sorted(available_timezones(), key=lambda zone: (bool(typed) or zone != here, zone))
    return chosen([Row(zone, (zone, "", "")) for zone in zones], typed)


def next_module(
    modules: Sequence[ModuleCard], sessions: Sequence[SessionCard], subgroup: SubgroupCard
) -> ModuleCard | None:
    """The first module of the subgroup's course for which it has no session yet."""
    done = {session.module for session in sessions if session.subgroup == subgroup.id}
    of_course = [module for module in modules if _is_of_course(module, subgroup)]
    return next((module for module in of_course if module.module not in done), None)


def _is_of_course(module: ModuleCard, subgroup: SubgroupCard | None) -> bool:
    """A subgroup may know its course by id or by title."""
    return subgroup is not None and subgroup.course in (module.course, module.course_title)


def usual_time(sessions: Sequence[SessionCard], subgroup: str, zone: str) -> str:
    """A week after the subgroup's last session, as it is typed; "" when there was none."""
    last = max((s.begins_ms for s in sessions if subgroup and s.subgroup == subgroup), default=0)
    return f"{local(last + _WEEK_MS, zone):%Y-%m-%d %H:%M}" if last else ""
