"""Reads what BigBlueButton's learning dashboard keeps as JSON: who was there on which device, in milliseconds.

The dashboard's CSV is read in ``bigbluebutton_table``, a recording's events in ``bigbluebutton_events``. Shapes:
``bbb-learning-dashboard`` of the BigBlueButton project, before and after a device could have several sessions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from facilitator_tui.dialogue.presence import Stretch, present_ms, union
from facilitator_tui.imports.attendance import put_together
from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson
from facilitator_tui.imports.options import ReadOptions
from facilitator_tui.imports.problems import Damaged
from facilitator_tui.imports.source import Source, whole_text
from facilitator_tui.imports.wording import counted
from facilitator_tui.plain import plain

LARGEST_BYTES: int | None = 32_000_000

PLATFORM = "bigbluebutton"

_LATEST_MS = 4_102_444_800_000


class _Session(msgspec.Struct, frozen=True, rename="camel"):
    registered_on: int = 0
    left_on: int = 0


class _Device(msgspec.Struct, frozen=True, rename="camel"):
    """One joining; the older shape has the times here and no sessions."""

    sessions: list[_Session] | None = None
    registered_on: int = 0
    left_on: int = 0


class _User(msgspec.Struct, frozen=True, rename="camel"):
    int_ids: dict[str, _Device] = {}
    name: str = ""
    ext_id: str = ""


class _Dashboard(msgspec.Struct, frozen=True, rename="camel"):
    users: dict[str, _User]
    name: str = ""
    created_on: int = 0
    ended_on: int = 0


class Accounts(msgspec.Struct):
    """The stays of each account of a meeting, and what was doubtful about them.

    BigBlueButton gives everybody an account of the platform around it; somebody without one gets a new one each
    time. ``still_there`` counts the stays that had no end.
    """

    names: dict[str, str] = {}
    stays: dict[str, list[Stretch]] = {}
    still_there: int = 0
    impossible: int = 0

    def stay(self, account: str, name: str, stretch: Stretch) -> None:
        """Note that the account was there from and to these milliseconds."""
        start, end = stretch
        self.names[account] = self.names.get(account) or name
        if 0 < start <= end < _LATEST_MS:
            self.stays.setdefault(account, []).append(stretch)
        else:
            self.impossible += 1

    def people(self) -> tuple[ReportedPerson, ...]:
        """Give a person for each name and address; an account that is an e-mail address gives the address."""
        stays: dict[tuple[str, str], list[Stretch]] = {}
        for account, stretches in self.stays.items():
            key = (plain(self.names[account]), plain(account) if _is_address(account) else "")
            stays.setdefault(key, []).extend(stretches)
        united = {key: union(stretches) for key, stretches in stays.items() if key[0]}
        return tuple(ReportedPerson(*key, spells, present_ms(spells)) for key, spells in united.items())

    def warnings(self) -> Iterator[str]:
        """Say what was doubtful."""
        if self.still_there:
            told = counted(self.still_there, "stay has", "stays have")
            yield f"{told} no end: counted until the end of the meeting, or the last time in the file."
        if self.impossible:
            told = counted(self.impossible, "stay ends", "stays end")
            yield f"{told} before beginning, or beyond all dates; left out."
        yield from _names_of_several(
            (plain(self.names[account]), account) for account in self.stays if not _is_address(account)
        )


def recognises(head: str) -> bool:
    """Tell whether a file begins like the JSON of a learning dashboard."""
    return head.lstrip().startswith("{") and '"users"' in head and '"intIds"' in head


def read(source: Source, options: ReadOptions) -> AttendanceFile:
    """Translate a dashboard's JSON. Its times are UTC; ``options`` change nothing.

    Raises Damaged when the JSON is cut off or not as it should be, or when nobody was there.
    """
    dashboard = _decoded(source)
    last = max([dashboard.ended_on, *_times(dashboard)], default=0)
    accounts = Accounts()
    for key, user in dashboard.users.items():
        for device in user.int_ids.values():
            for session in device.sessions or [_Session(device.registered_on, device.left_on)]:
                accounts.still_there += session.left_on <= 0
                stretch = (session.registered_on, session.left_on if session.left_on > 0 else last)
                accounts.stay(user.ext_id or key, user.name, stretch)
    people = accounts.people()
    if not people:
        what = "the dashboard has nobody who was there"
        raise Damaged(source.name, what, "download it again once the meeting is over")
    warnings = [*source.warnings, *accounts.warnings()]
    title, start, end = plain(dashboard.name), dashboard.created_on or None, dashboard.ended_on or None
    return put_together(PLATFORM, title, start, end, people, warnings)


def _decoded(source: Source) -> _Dashboard:
    try:
        return msgspec.json.decode(whole_text(source), type=_Dashboard, strict=False)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        what = f"the JSON of the learning dashboard is cut off or damaged ({plain(str(error))})"
        raise Damaged(source.name, what, "download it again") from error


def _times(dashboard: _Dashboard) -> Iterator[int]:
    for user in dashboard.users.values():
        for device in user.int_ids.values():
            for session in device.sessions or [_Session(device.registered_on, device.left_on)]:
                yield from (session.registered_on, session.left_on)


def _names_of_several(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Say which names several accounts have: guests who came back, or people who must be told apart."""
    accounts: dict[str, set[str]] = {}
    for name, account in names:
        accounts.setdefault(name, set()).add(account)
    several = [name for name, found in accounts.items() if name and len(found) > 1]
    if several:
        shown = ", ".join(f"“{name}”" for name in several[:3])
        more = f" and {len(several) - 3} more" if len(several) > 3 else ""
        yield (
            f"Several accounts are called {shown}{more}: guests get a new account each time, so they are counted "
            "as one person. If they are several, correct it in the review."
        )


def _is_address(account: str) -> bool:
    name, at, domain = account.partition("@")
    return bool(name and at and "." in domain and " " not in account)
