"""What a person says about an export: who issues, what the issuer calls the badge, whose days are meant."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping

import msgspec


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation that awards. ``id`` is its web address or another URI by which it is known for good.

    ``country`` is a code of three letters, as in ISO 3166-1 (ITA, TUN).
    """

    id: str = ""
    name: str = ""
    url: str = ""
    country: str = ""


def fresh_salt() -> str:
    """Sixteen random bytes in hex: what makes it pointless to try out addresses against an identity hash."""
    return secrets.token_hex(16)


def fresh_uuid() -> str:
    return str(uuid.uuid4())


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to export. Which of these a destination needs is in its ``needs``.

    ``zone`` is the IANA name of the zone whose days are meant. ``issuer_badge`` is what the issuer calls the badge (a
    class or template id, or a web address). ``template`` is the file downloaded from the issuer and ``columns`` names
    a column by field where it is not found by itself. ``date_format`` is for that template. ``per_file`` replaces the
    published limit of a file. ``salt`` and ``uuid`` are asked once for each payload.
    """

    zone: str = "UTC"
    issuer: Issuer = Issuer()
    issuer_badge: str = ""
    template: bytes = b""
    columns: Mapping[str, str] = {}
    date_format: str = "%Y-%m-%d"
    per_file: int = 0
    salt: Callable[[], str] = fresh_salt
    uuid: Callable[[], str] = fresh_uuid
