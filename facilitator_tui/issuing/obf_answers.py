"""What Open Badge Factory answers, as values: a token, an account, a reply, pages of events and recipients.

Only what we use is read, and whatever else stands there is passed over. ``None`` means that an answer is not whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Token(msgspec.Struct, frozen=True):
    """A key for some time. ``expires_in`` is in seconds."""

    access_token: str
    expires_in: float = 60.0


class About(msgspec.Struct, frozen=True):
    """The account. ``issuing_limit`` is how many badges may be issued; 0 or None where the service does not say."""

    issuing_limit: int | None = None
    tier: str | None = None


class Reply(msgspec.Struct, frozen=True):
    """The answer to issuing and revoking. ``resource_id`` is the event, ``count`` how many it was about."""

    success: bool
    resource_id: str | None = None
    count: int | None = None


class EventRow(msgspec.Struct, frozen=True):
    """One time that a badge was issued."""

    id: str
    badge_id: str | None = None
    api_consumer_id: str | None = None


class RecipientRow(msgspec.Struct, frozen=True):
    """One person of an event. ``email`` is None where it was erased at the issuer."""

    event_id: str
    email: str | None = None
    assertion_id: str | None = None
    received: bool | int | None = None
    in_passport: bool | int | None = None
    revoked: bool | int | None = None

    @property
    def is_received(self) -> bool:
        return bool(self.received or self.in_passport)

    @property
    def is_revoked(self) -> bool:
        return bool(self.revoked)


class EventDetail(msgspec.Struct, frozen=True):
    """An event with what was written to it when it was issued; the service gives that back as text."""

    id: str
    log_entry: str | dict[str, Any] | None = None

    @property
    def batch(self) -> str:
        entry = self.log_entry
        if isinstance(entry, str):
            entry = decoded(entry.encode(), dict[str, Any])
        return str((entry or {}).get("batch", ""))


class _Page(msgspec.Struct, frozen=True):
    """A part of a list. ``total`` is the length of all of it, None where the service does not say."""

    result: list[msgspec.Raw]
    total: int | None = None


def decoded(content: bytes, kind: type[T]) -> T | None:
    """The value in the answer; None where it is none, or cut off."""
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def page_of(content: bytes, kind: type[T]) -> tuple[list[T], int | None] | None:
    """A part of a list, and the length of the whole list where the service says it.

    It comes as an object with ``result`` and ``total``, as a list, or with one object on each line.
    """
    page = decoded(content, _Page)
    try:
        if page is not None:
            return [msgspec.json.decode(row, type=kind) for row in page.result], page.total
        rows = decoded(content, list[msgspec.Raw])
        if rows is not None:
            return [msgspec.json.decode(row, type=kind) for row in rows], None
        return msgspec.json.Decoder(kind).decode_lines(content), None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def retry_after(headers: Mapping[str, str], otherwise: float) -> float:
    """How many seconds the service asks to wait, as a number or as a date by its own clock."""
    from email.utils import parsedate_to_datetime

    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until, now = parsedate_to_datetime(text), parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return otherwise
