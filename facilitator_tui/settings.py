"""Where the program keeps its files, and the one configuration file.

``FACILITATOR_TUI_HOME`` puts everything under one folder (for a USB stick, or a test). Secrets are not kept here: see
``issuing.credentials``.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec

Keyboard = Literal["plain", "azerty", "arabic", "persian"]

KEYBOARDS: tuple[Keyboard, ...] = get_args(Keyboard)

OPEN_BADGE_FACTORY = "https://openbadgefactory.com"


class SettingsProblem(Exception):
    """The configuration file cannot be used. The message names it, the place and the way out."""


class Live(msgspec.Struct, frozen=True):
    """The section ``[live]``. ``stall_seconds``: so much silence that nobody planned brings a quiet cue; 0: never."""

    stall_seconds: Annotated[int, msgspec.Meta(ge=0, le=3600)] = 20


Days = Annotated[int, msgspec.Meta(ge=0, le=36_525)]


class Privacy(msgspec.Struct, frozen=True):
    """The section ``[privacy]``: after how many days notes, and the register, have had their time; 0: never."""

    notes_days: Days = 0
    register_days: Days = 0


class Settings(msgspec.Struct, frozen=True):
    """What a person may set in ``config.toml``.

    ``keyboard`` chooses which unshifted row counts as person keys; None means that nobody has chosen yet.
    ``author`` is the name under which entries are written. ``keys`` maps action ids to keys. ``issuers`` is as it
    stands in the file; ``issuer`` makes something of it when it is needed, so that a mistake there stops no session.
    """

    keyboard: Keyboard | None = None
    author: str = "me"
    keys: dict[str, str] = {}
    live: Live = Live()
    privacy: Privacy = Privacy()
    issuers: dict[str, Any] = {}


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """An issuer's service that badges can be sent to. The secret for it is never here.

    ``client`` is the id of the organisation there. ``badges`` gives the service's id for a badge of ours, which is
    named by its id, or as "course/badge" where badges of several courses have the same id.
    """

    name: str
    kind: Literal["obf"] = "obf"
    client: str
    url: str = OPEN_BADGE_FACTORY
    badges: dict[str, str] = {}

    def badge_for(self, course: str, badge: str) -> str:
        """The service's id for this badge; empty where none is configured."""
        return self.badges.get(f"{course}/{badge}", self.badges.get(badge, ""))


def folder(kind: Literal["data", "config"]) -> Path:
    """The platform's folder for our data or configuration, or the one of ``FACILITATOR_TUI_HOME``."""
    home = os.environ.get("FACILITATOR_TUI_HOME")
    if home:
        return Path(home)
    import platformdirs

    find = platformdirs.user_data_path if kind == "data" else platformdirs.user_config_path
    return find("facilitator_tui", appauthor=False)


def store_path(db: str | None) -> Path:
    """The store to open: the one asked for, else the person's own."""
    return Path(db).expanduser() if db else folder("data") / "facilitator.db"


def config_path() -> Path:
    return folder("config") / "config.toml"


def load(path: Path) -> Settings:
    """The settings; the defaults when there is no file. Raises ``SettingsProblem``."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsProblem(
            f"{path}: this is not valid TOML ({error}). Correct it or move it away."
        ) from error
    except OSError as error:
        raise SettingsProblem(f"{path} cannot be read: {error.strerror}.") from error
    _refuse_unknown(path, table, Settings.__struct_fields__)
    for name, section in (("live", Live), ("privacy", Privacy)):
        if isinstance(part := table.get(name), dict):
            _refuse_unknown(path, part, section.__struct_fields__, f" in the section [{name}]")
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise SettingsProblem(f"{path}: {error}.") from error


def _refuse_unknown(path: Path, table: dict[str, Any], known: tuple[str, ...], where: str = "") -> None:
    for name in table:
        if name not in known:
            raise SettingsProblem(
                f"{path}: there is no setting “{name}”{where}. Known are: {', '.join(sorted(known))}."
            )


def save(path: Path, **changes: Any) -> None:
    """Change settings in the file and leave its comments and the rest alone. Raises ``SettingsProblem``."""
    import tomlkit

    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
        document.update(changes)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(tomlkit.dumps(document), encoding="utf-8")
    except OSError as error:
        raise SettingsProblem(f"{path} cannot be written: {error.strerror}.") from error


def issuer(settings: Settings, name: str = "") -> Issuer:
    """The issuer of this name; without a name, the only one there is. Raises ``SettingsProblem``.

    Nothing can be sent anywhere until somebody has configured an issuer.
    """
    if not settings.issuers:
        raise SettingsProblem(
            "No issuer is configured, so nothing is sent anywhere. To send, add a section [issuers.obf] to "
            f"{config_path()}."
        )
    known = ", ".join(sorted(settings.issuers))
    if not name and len(settings.issuers) > 1:
        raise SettingsProblem(f"There is more than one issuer; say which. Known are: {known}.")
    chosen = name or known
    if chosen not in settings.issuers:
        raise SettingsProblem(f"{config_path()}: there is no issuer “{chosen}”. Known are: {known}.")
    return _issuer(chosen, settings.issuers[chosen], f"{config_path()}, [issuers.{chosen}]")


def _issuer(name: str, table: Any, place: str) -> Issuer:
    if not _is_id(name.replace("-", "a")) or name != name.lower() or "_" in name:
        raise SettingsProblem(f"{place}: an issuer's name is made of small letters, digits and hyphens.")
    if not isinstance(table, dict):
        raise SettingsProblem(f"{place}: this is a section with kind, client and badges, not a single value.")
    known = sorted({*Issuer.__struct_fields__} - {"name"})
    for key in table:
        if any(word in key.lower() for word in ("secret", "password", "token")):
            raise SettingsProblem(
                f"{place}: a secret must not stand in this file. Take “{key}” out, make a new secret at the issuer, "
                "and keep that one in the keyring or in the environment."
            )
        if key not in known:
            raise SettingsProblem(f"{place}: there is no setting “{key}”. Known are: {', '.join(known)}.")
    try:
        found = msgspec.convert({**table, "name": name}, Issuer)
    except msgspec.ValidationError as error:
        raise SettingsProblem(f"{place}: {error}.") from error
    for what, value in (
        ("client", found.client),
        *((f"badges, {key}", there) for key, there in found.badges.items()),
    ):
        if not _is_id(value):
            raise SettingsProblem(
                f"{place}: {what} must be the id that the issuer shows, of letters, digits, - and _."
            )
    return msgspec.structs.replace(found, url=_address(found.url, place))


def _is_id(text: str) -> bool:
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def _address(url: str, place: str) -> str:
    """The address of a service, checked: what is sent there must not be readable on the way."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        odd = bool(parts.query or parts.fragment or parts.username or parts.password) or parts.port == 0
    except ValueError:
        host, odd, parts = "", True, urlsplit("")
    if odd or not host or parts.scheme not in ("https", "http"):
        raise SettingsProblem(f"{place}: url must look like {OPEN_BADGE_FACTORY}.")
    if parts.scheme == "http" and host not in ("localhost", "127.0.0.1", "::1"):
        raise SettingsProblem(
            f"{place}: url must begin with https, so that nobody on the way can read along."
        )
    return url.rstrip("/")
