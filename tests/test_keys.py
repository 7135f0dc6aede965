"""What a key means: one key or two, on any keyboard, and a key that is held is one press."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.actions import BY_ID, LIVE, Action, Keymap, keymap
from facilitator_tui.keys import (
    ONE_PRESS_MS,
    Dropped,
    Means,
    PressGuard,
    Route,
    Unbound,
    Waits,
    name_of,
    route,
)
from facilitator_tui.settings import KEYBOARDS

PLAIN = keymap()


def typed(keys: str, keys_of: Keymap = PLAIN) -> list[Route]:
    """What these keys mean, one after the other, in a live room where nothing is half-typed."""
    waiting, steps = None, []
    for key in keys.split():
        step = route(key, waiting, keys_of)
        waiting = step.action if isinstance(step, Waits) else None
        steps.append(step)
    return steps


def waits(action: str) -> Waits:
    return Waits(BY_ID[action])


# --- one key, or a verb and then a person


@pytest.mark.parametrize(
    ("keys", "meaning"),
    [
        ("1", Means("", seat=1)),
        ("0", Means("", seat=10)),
        ("f1", Means("", seat=11)),
        ("f10", Means("", seat=20)),
        ("f", Means("live.facilitator")),
        ("space", Means("live.quiet")),
        ("right", Means("live.next")),
        ("a 3", Means("live.here", seat=3)),
        ("h f2", Means("live.hand", seat=12)),
        ("i f", Means("live.interjection", seat=-1)),
        ("e 5", Means("live.earlier", digit=5)),
        ("x 4", Means("live.flag", seat=4)),
        ("x x", Means("live.flag")),
    ],
)
def test_what_the_facilitator_meant(keys: str, meaning: Means) -> None:
    *before, last = typed(keys)
    assert last == meaning
    assert all(isinstance(step, Waits) for step in before)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ("a a", "“here/left” needs a person key; nothing was written."),
        ("a space", "“here/left” needs a person key; nothing was written."),
        ("h x", "“hand” needs a person key; nothing was written."),
        ("e f", "“earlier” needs a digit from 1 to 9; nothing was written."),
        ("e 0", "“earlier” needs a digit from 1 to 9; nothing was written."),
        ("e f1", "“earlier” needs a digit from 1 to 9; nothing was written."),
        ("t escape", ""),
    ],
)
def test_a_verb_without_its_second_key_is_dropped_and_says_why(keys: str, reason: str) -> None:
    assert typed(keys)[-1] == Dropped(reason)


def test_after_a_dropped_verb_the_next_key_stands_for_itself() -> None:
    assert typed("a space 3") == [
        waits("live.here"), Dropped("“here/left” needs a person key; nothing was written."), Means("", seat=3),
    ]  # fmt: skip
    assert typed("escape") == [Unbound()]


VERBS = [action for action in LIVE if action.needs]


@given(st.text(max_size=3), st.sampled_from(KEYBOARDS))
def test_any_key_at_all_means_something_or_nothing_but_never_fails(name: str, keyboard: str) -> None:
    assert isinstance(route(name, None, keymap(keyboard)), Means | Waits | Unbound)


@given(st.text(max_size=3), st.sampled_from(VERBS), st.sampled_from(KEYBOARDS))
def test_any_key_after_a_verb_completes_or_drops_it(name: str, verb: Action, keyboard: str) -> None:
    step = route(name, verb, keymap(keyboard))
    assert isinstance(step, Dropped) or (isinstance(step, Means) and step.action == verb.id)


# --- other keyboards


def test_azerty_gives_seats_without_shift_and_digits_with_it() -> None:
    french = keymap("azerty")
    for row in ("&é\"'(-è_çà", "1234567890"):
        assert [route(key, None, french) for key in row] == [Means("", seat=seat) for seat in range(1, 11)]
    assert typed("e (", french)[-1] == Means("live.earlier", digit=5)
    assert route(")", None, french) == Means("live.less")
    assert route(";", None, french) == Means("live.pause")


def test_the_hyphen_takes_a_minute_away_on_every_other_keyboard() -> None:
    for keyboard in set(KEYBOARDS) - {"azerty"}:
        assert route("-", None, keymap(keyboard)) == Means("live.less")


@pytest.mark.parametrize(("keyboard", "row"), [("arabic", "١٢٣٤٥٦٧٨٩٠"), ("persian", "۱۲۳۴۵۶۷۸۹۰")])
def test_the_digits_of_the_arabic_script_are_seats_and_digits(keyboard: str, row: str) -> None:
    keys = keymap(keyboard)
    assert [route(key, None, keys) for key in row] == [Means("", seat=seat) for seat in range(1, 11)]
    assert typed(f"e {row[4]}", keys)[-1] == Means("live.earlier", digit=5)


@pytest.mark.parametrize(
    ("script", "letters"),
    [
        # Each line: what the keys a h i p t n x u r e w c b g v k y z q f type on that layout.
        ("Arabic", "شاهحفىءعقثصؤﻻلرنغئضب"),
        ("Cyrillic", "фршзетчгкуцсипмлняйа"),
        ("Greek", "αηιπτνχθρεςψβγωκυζ?φ"),
        ("Hebrew", "שיןפאמסורק?בנעהלטז?כ"),
    ],
)
def test_letters_count_by_their_place_on_the_keyboard(script: str, letters: str) -> None:
    for latin, letter in zip("ahiptnxurewcbgvkyzqf", letters, strict=True):
        if letter != "?":  # not a letter there: Greek has a semicolon, Hebrew a slash and an apostrophe
            assert route(letter, None, PLAIN) == route(latin, None, PLAIN), (script, latin)


def test_caps_lock_changes_nothing() -> None:
    assert route("A", None, PLAIN) == waits("live.here")
    assert route("Ф", None, PLAIN) == waits("live.here")
    assert typed("X X")[-1] == Means("live.flag")
    assert route("É", None, keymap("azerty")) == Means("", seat=2)


def test_a_key_that_somebody_bound_means_that_and_not_its_place() -> None:
    keys = keymap(own={"live.copy": "ф", "live.lane": "A"})
    assert route("ф", None, keys) == Means("live.copy")
    assert route("A", None, keys) == Means("live.lane")
    assert route("a", None, keys) == waits("live.here")


def test_digits_of_seconds_stay_digits_when_the_seats_have_other_keys() -> None:
    keys = keymap(own={"person.3": "5", "person.5": "3", "person.7": "m"})
    assert typed("e 5", keys)[-1] == Means("live.earlier", digit=5)
    assert typed("e 7", keys)[-1] == Means("live.earlier", digit=7)
    assert route("5", None, keys) == Means("", seat=3)


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("left_parenthesis", "(", "("),
        ("space", " ", "space"),
        ("f1", None, "f1"),
        ("ctrl+e", "\x05", "ctrl+e"),
        ("enter", "\r", "enter"),
        ("1", "1", "1"),
    ],
)
def test_a_key_is_called_by_what_it_types(key: str, character: str | None, name: str) -> None:
    assert name_of(key, character) == name


# --- a key that is held


def pressed(*moments: int, one_press_ms: int = ONE_PRESS_MS) -> list[str]:
    guard = PressGuard()
    return [guard.take("3", ms, one_press_ms) for ms in moments]


def test_a_key_that_repeats_at_once_is_one_press_however_long_it_is_held() -> None:
    repeated = range(0, 3000, 33)
    assert pressed(*repeated) == ["new"] + ["repeat"] * (len(repeated) - 1)


@pytest.mark.parametrize("pause", [260, 500, 660, 1000])
def test_after_the_keyboards_first_pause_the_second_repeat_gives_the_first_away(pause: int) -> None:
    repeated = range(pause, pause + 500, 33)
    assert pressed(0, *repeated) == ["new", "new", "held"] + ["repeat"] * (len(repeated) - 2)


def test_a_hand_that_presses_again_is_believed() -> None:
    assert pressed(0, 400, 800, 1200) == ["new"] * 4
    assert pressed(0, 300, 450) == ["new", "new", "repeat"], "within 250 ms it is the same press"
    assert pressed(0, 150, 300, one_press_ms=80) == ["new"] * 3


def test_another_key_or_a_pause_makes_it_a_new_press() -> None:
    guard = PressGuard()
    assert guard.take("3", 1000) == "new"
    assert guard.take("4", 1010) == "new"
    assert guard.take("3", 1020) == "new"
    assert guard.take("3", 1020 + ONE_PRESS_MS - 1) == "repeat"
    assert guard.take("3", 1020 + 2 * ONE_PRESS_MS) == "new"
