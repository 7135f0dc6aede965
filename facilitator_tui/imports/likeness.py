"""How alike two names are, 0 to 100, and in what: the measure behind doubtful matches.

Spelling is compared by rapidfuzz; what is the field's own are the cases that spelling misses, like a name of
which only a part is given, initials, and the same name heard in another language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from facilitator_tui.imports.names import in_any_order, skeleton

_LESS_SURE = 0.85


class NameForm(msgspec.Struct, frozen=True):
    """A folded name, ready to be compared: its words, the words in one order, all letters together, the sounds."""

    text: str
    words: tuple[str, ...]
    ordered: str
    joined: str
    sounds: tuple[str, ...]


def name_form(folded: str, sound: Callable[[str], str] = skeleton) -> NameForm:
    """Get a folded name ready; ``sound`` gives the consonants of a word."""
    words = tuple(folded.split())
    sounds = tuple(sorted(sound(word) for word in words))
    return NameForm(folded, words, in_any_order(folded), "".join(words), sounds)


def likeness(form: NameForm, other: NameForm, least: float = 0.0) -> tuple[float, str]:
    """Say how alike a reported name is to one of the roster, and in what. A likeness below ``least`` is 0."""
    missing = [word for word in form.words if word not in other.words]
    if not missing and len(form.words) < len(other.words):
        if len(form.words) == 1:
            return 80.0, "only one name is given, and this person has it"
        return 90.0, "all of the name is part of this person's name"
    if form.ordered == other.ordered:
        return 95.0, "the same name in Latin letters"
    if form.joined == other.joined:
        return 95.0, "the same letters, written together or apart"
    if missing and all(len(word) == 1 for word in missing) and _are_initials(missing, form, other):
        return 85.0, "the rest of the name is an initial of this person's"
    score = _spelling(form, other, shares_a_word=len(missing) < len(form.words), least=least)
    if len(form.words) == len(other.words) and form.sounds == other.sounds:
        return max(score, 88.0), "the name sounds the same in other letters"
    if score < least:
        return 0.0, ""
    return score, f"the name is spelt alike ({score:.0f} of 100)"


def _spelling(form: NameForm, other: NameForm, *, shares_a_word: bool, least: float) -> float:
    from rapidfuzz import fuzz

    score = max(
        fuzz.ratio(form.ordered, other.ordered, score_cutoff=least),
        fuzz.ratio(form.joined, other.joined, score_cutoff=least),
    )
    if shares_a_word and len(form.words) != len(other.words):
        # A name more or less counts for something, but never for as much as a letter more or less.
        score = max(
            score, _LESS_SURE * fuzz.token_set_ratio(form.text, other.text, score_cutoff=least / _LESS_SURE)
        )
    return round(score, 1)


def _are_initials(missing: Sequence[str], form: NameForm, other: NameForm) -> bool:
    """Tell whether the person's other names begin with the letters that stand alone."""
    left = [word for word in other.words if word not in form.words]
    return all(any(word.startswith(letter) for word in left) for letter in missing)
