"""Where the program keeps its files, and the one configuration file.

``FACILITATOR_TUI_HOME`` puts everything under one folder (for a USB stick, or a test).
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

Keyboard = Literal["plain", "azerty", "arabic", "persian"]

KEYBOARDS: tuple[Keyboard, ...] = get_args(Keyboard)


class SettingsProblem(Exception):
    """The configuration file cannot be used. The message names it, the place and the way out."""


class Settings(msgspec.Struct, frozen=True):
    """What a person may set in ``config.toml``.

    ``keyboard`` chooses which unshifted row counts as person keys; None means that nobody has chosen yet.
    ``author`` is the name under which entries are written. ``keys`` maps action ids to keys.
    """

    keyboard: Keyboard | None = None
    author: str = "me"
    keys: dict[str, str] = {}


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
    known = set(Settings.__struct_fields__)
    for name in table:
        if name not in known:
            raise SettingsProblem(
                f"{path}: there is no setting “{name}”. Known are: {', '.join(sorted(known))}."
            )
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise SettingsProblem(f"{path}: {error}.") from error


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
