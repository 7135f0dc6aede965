"""The registry of actions: every action has its keys, its place in the help, and no key means two things."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from facilitator_tui.actions import BY_ID, LIVE, PERSON_KEYS, RESERVED, Keymap, KeymapProblem, keymap
from facilitator_tui.keys import Means, Waits, route
from facilitator_tui.screens.help import key_table
from facilitator_tui.screens.live_keys import COMMANDS, REPEATABLE
from facilitator_tui.settings import KEYBOARDS

PERSONS = [f"person.{number}" for number in range(1, 21)]


def meaning(keys: Keymap, key: str) -> str:
    """The id of what the key does in a live room."""
    step = route(key, None, keys)
    if isinstance(step, Waits):
        return step.action.id
    assert isinstance(step, Means), f"{key} means nothing"
    return step.action or f"person.{step.seat}"


def help_text(keys: Keymap) -> str:
    paper = io.StringIO()
    Console(file=paper, width=200).print(key_table(keys))
    return paper.getvalue()


# --- the registry


def test_every_action_and_everybody_has_a_key_of_their_own_on_every_keyboard() -> None:
    for keyboard in KEYBOARDS:
        keys = keymap(keyboard)
        for action in LIVE:
            assert keys.keys_of(action.id), f"{action.id} has no key on {keyboard}"
            assert {meaning(keys, key) for key in keys.keys_of(action.id)} == {action.id}
        for number, key in enumerate(PERSON_KEYS, start=1):
            assert meaning(keys, key) == f"person.{number}"
            assert keys.key_of_seat(number) == key
        assert not set(keys.actions) & set(keys.seats)


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_the_help_names_every_action_with_its_keys(keyboard: str) -> None:
    keys = keymap(keyboard)
    lines = help_text(keys).splitlines()
    for action in LIVE:
        line = next(line for line in lines if action.says in line)
        assert all(key in line.partition(action.says)[0] for key in keys.keys_of(action.id))


def test_the_help_shows_a_persons_own_keys() -> None:
    line = next(
        line for line in help_text(keymap(own={"live.undo": "ctrl+z"})).splitlines() if "Take back" in line
    )
    assert line.split()[0] == "ctrl+z"


def test_ids_and_places_in_the_key_bar_are_given_once() -> None:
    assert len(BY_ID) == len(LIVE)
    places = [action.bar for action in LIVE if action.bar]
    assert len(set(places)) == len(places)
    assert all(action.room == "live" for action in LIVE)


def test_the_kept_keys_are_the_last_of_the_key_bar_on_every_keyboard() -> None:
    shown = sorted((action for action in LIVE if action.bar), key=lambda action: action.bar)
    kept = [action.id for action in shown if action.kept]
    assert kept == ["live.end", "live.leave"] == [action.id for action in shown[-2:]]


def test_the_tables_of_the_live_screen_speak_of_actions_that_exist() -> None:
    assert (set(COMMANDS) - {""}) | REPEATABLE <= set(BY_ID)


# --- a person's own keys

OF_KEYS = st.sampled_from(
    [*"123&éaнhxuq+-=?#%Ж", "space", "left", "f1", "f9", "ctrl+e", "ctrl+a", "shift+f2", *RESERVED]
)
OWN = st.dictionaries(
    st.sampled_from([*BY_ID, *PERSONS]), st.lists(OF_KEYS, max_size=3).map(" ".join), max_size=6
)


@given(st.sampled_from(KEYBOARDS), OWN)
def test_own_keys_mean_one_thing_each_or_are_refused_by_both_names(
    keyboard: str, own: dict[str, str]
) -> None:
    default = keymap(keyboard)
    claims: dict[str, set[str]] = {}
    for name in [*BY_ID, *PERSONS]:
        usual = default.keys_of(name) or [k for k, seat in default.seats.items() if f"person.{seat}" == name]
        for key in own[name].split() if name in own else usual:
            claims.setdefault(key, set()).add(name)
    unusable = {key for key, names in claims.items() if len(names) > 1 or key in RESERVED}
    if not unusable:
        made = keymap(keyboard, own)
        assert {key: {meaning(made, key)} for key in claims} == claims
        assert set(made.actions) | set(made.seats) == set(claims)
        return
    with pytest.raises(KeymapProblem) as refused:
        keymap(keyboard, own)
    key, *sides = re.findall("“(.+?)”", str(refused.value))
    assert key in unusable
    assert set(sides) <= claims[key]
    assert RESERVED[key] in str(refused.value) if key in RESERVED else len(set(sides)) == 2


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (
            {"live.copy": "h"},
            "The key “h” is given to “live.hand” and to “live.copy”. Change one of them.",
        ),
        (
            {"live.undo": "3"},
            "The key “3” is given to “person.3” and to “live.undo”. Change one of them.",
        ),
        (
            {"live.leave": "ctrl+q"},
            "The key “ctrl+q” of “live.leave” is needed by the program itself (quits).",
        ),
        (
            {"live.hnad": "h"},
            "There is no action “live.hnad” to give a key to. Did you mean “live.hand”?",
        ),
        ({"person.21": "ö"}, "There is no action “person.21” to give a key to. Did you mean “person.2”?"),
        ({"nonsense": "ö"}, "There is no action “nonsense” to give a key to."),
        (
            {"live.undo": "Ctrl+Z"},
            "“Ctrl+Z” of “live.undo” is no key. Write one character as it is typed, or the name of a key in "
            "small letters: space, left, f1, ctrl+e.",
        ),
        (
            {"person.4": "four"},
            "“four” of “person.4” is no key. Write one character as it is typed, or the name of a key in "
            "small letters: space, left, f1, ctrl+e.",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(own: dict[str, str], sentence: str) -> None:
    with pytest.raises(KeymapProblem) as refused:
        keymap(own=own)
    assert str(refused.value) == sentence


def test_an_action_may_have_several_keys_the_same_one_twice_or_none() -> None:
    keys = keymap(own={"live.undo": "ö ctrl+z ö", "live.copy": ""})
    assert keys.keys_of("live.undo") == ["ö", "ctrl+z"]
    assert keys.keys_of("live.copy") == []


def test_two_actions_may_change_their_keys() -> None:
    keys = keymap(own={"live.undo": "r", "live.redo": "u"})
    assert (meaning(keys, "r"), meaning(keys, "u")) == ("live.undo", "live.redo")
