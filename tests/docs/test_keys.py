"""The tables of keys and signs say what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from facilitator_tui.actions import BY_ID, LIVE, RESERVED, Action, keymap
from facilitator_tui.layouts import DIGIT_ROWS
from facilitator_tui.screens.help import SIGNS
from facilitator_tui.settings import KEYBOARDS, Settings, load
from tests.docs.pages import ROOT, examples, page, rows, section

PRINTED = {"space": "Space", "right": "→", "left": "←", "up": "↑", "down": "↓", "ctrl+e": "Ctrl+E"}
SECOND = {"": "", "person": " + person", "person or group": " + person", "digit": " + 1…9"}

FACILITATORS, CONFIGURATION = page("facilitators"), page("configuration")


def for_facilitators(action: Action) -> str:
    keys = " or ".join(f"`{PRINTED.get(key, key)}`" for key in action.keys)
    return f"| {keys}{SECOND[action.needs]} | {action.title} | {action.says} |"


def for_configuration(action: Action) -> str:
    return f"| `{action.id}` | `{' '.join(action.keys)}` | {action.says} |"


def test_the_facilitators_table_of_keys_is_the_registry() -> None:
    table = section(FACILITATORS, "The keys")
    wanted = "\n".join(for_facilitators(action) for action in LIVE)
    assert wanted in table, f"docs/facilitators.md, “The keys”, should hold:\n{wanted}"


def test_it_names_no_key_that_does_nothing() -> None:
    lines = re.findall(r"^\| `.*\|$", section(FACILITATORS, "The keys"), re.MULTILINE)
    others = ("| `1` … `9` `0` |", "| `F1` … `F10` |", "| `Esc` |", "| `Ctrl+P` |", "| `Ctrl+Q` |")
    wanted = {for_facilitators(action) for action in LIVE}
    assert [line for line in lines if line not in wanted and not line.startswith(others)] == []


def test_the_configuration_names_every_action() -> None:
    wanted = "\n".join(for_configuration(action) for action in LIVE)
    assert wanted in CONFIGURATION, f"docs/configuration.md, “Keys”, should hold:\n{wanted}"
    named = re.findall(r"^\| `(live\.\w+)`", CONFIGURATION, re.MULTILINE)
    assert set(named) == set(BY_ID)


def test_the_signs_of_the_board_are_those_of_the_help() -> None:
    table = [row for row in rows(section(FACILITATORS, "The board")) if len(row) == 2]
    assert table[table.index(("sign", "means")) + 1 :] == [(sign, meaning) for sign, meaning in SIGNS]


def test_keys_that_cannot_be_given_away_are_named() -> None:
    for key in RESERVED:
        assert f"`{key}`" in section(CONFIGURATION, "Keys")


@pytest.mark.parametrize("example", examples(CONFIGURATION, "toml"))
def test_the_example_of_a_configuration_can_be_used(tmp_path: Path, example: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(example, encoding="utf-8")
    settings = load(path)
    own = keymap(settings.keyboard or "plain", settings.keys)
    assert set(tomllib.loads(example)) == set(Settings.__struct_fields__)
    assert own.actions["m"] == "live.note"
    assert own.seats["à"] == 10


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_every_keyboard_is_described_with_its_row(keyboard: str) -> None:
    [row] = [row for row in rows(CONFIGURATION) if row[0] == f"`{keyboard}`"]
    assert " ".join(DIGIT_ROWS[keyboard] or "1234567890") in row[1]


def test_every_setting_and_variable_is_described() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "facilitator_tui").rglob("*.py"))
    wanted = {*Settings.__struct_fields__, *re.findall(r"FACILITATOR_TUI_[A-Z]+", source)}
    described = {row[0].strip("`") for row in rows(CONFIGURATION)}
    assert wanted <= described
    assert {name for name in described if name.startswith("FACILITATOR_TUI_")} <= wanted
