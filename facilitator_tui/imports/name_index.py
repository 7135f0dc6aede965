"""Finds the few people of a roster who may be meant by a name, without comparing it with everybody.

A word of the name leads to the people who have it, have it with one letter more, fewer or another, or have a
word with the same consonants. How alike the whole names are is measured in ``matching``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from heapq import nsmallest
from math import log

import msgspec

from facilitator_tui.imports.names import skeleton

MOST_CANDIDATES = 12
"""How many people are compared letter by letter; the others have less in common with the name."""

_COMMON = 100
"""A word that more people have says little, and leads to somebody only together with another."""

_SHORTEST_MISSPELT = 4
_SHORTEST_SOUND = 2


class _Alike(msgspec.Struct, frozen=True):
    """A word of the roster that a reported word may be: who has it, and how much that says about them."""

    people: frozenset[int]
    weight: float
    is_the_word: bool


class NameIndex:
    """Places in the roster by word, by word without one letter, and by consonants. Remembers words it was asked."""

    def __init__(self, names: Iterable[Iterable[str]]) -> None:
        words: dict[str, set[int]] = {}
        self._size = 0
        for place, forms in enumerate(names):
            self._size = place + 1
            for form in forms:
                for word in form.split():
                    words.setdefault(word, set()).add(place)
        self._words = {word: frozenset(places) for word, places in words.items()}
        self._sounds = {word: skeleton(word) for word in words}
        self._shortened = _gathered((shorter, word) for word in words for shorter in _shorter_forms(word))
        self._by_sound = _gathered((sound, word) for word, sound in self._sounds.items())
        self._asked: dict[str, tuple[_Alike, ...]] = {}

    def sound(self, word: str) -> str:
        """Give the consonants of a word."""
        return self._sounds.get(word) or skeleton(word)

    def having(self, word: str) -> Sequence[int]:
        """Give the places of all who have this word in their name, in order."""
        return sorted(self._words.get(word, ()))

    def candidates(self, folded: str) -> list[int]:
        """Give the places of those who share most with a folded name, the likeliest first."""
        weights: dict[int, float] = {}
        common: list[_Alike] = []
        for word in dict.fromkeys(folded.split()):
            for alike in self._alike(word):
                if len(alike.people) > _COMMON:
                    common.append(alike)
                    continue
                for place in alike.people:
                    weights[place] = weights.get(place, 0.0) + alike.weight
        if common and not weights:
            weights = dict.fromkeys(_having_most(common), 0.0)
        for alike in common:
            for place in weights.keys() & alike.people:
                weights[place] += alike.weight
        return nsmallest(MOST_CANDIDATES, weights, key=lambda place: (-weights[place], place))

    def _alike(self, word: str) -> tuple[_Alike, ...]:
        if word not in self._asked:
            self._asked[word] = tuple(
                _Alike(people, share * self._says(people), other == word)
                for other, share in self._words_like(word)
                if (people := self._words[other])
            )
        return self._asked[word]

    def _words_like(self, word: str) -> Iterator[tuple[str, float]]:
        """Give the roster's words that may be this word, each once, and how much of the word that is."""
        seen = {word}
        if word in self._words:
            yield word, 1.0
        if len(word) >= _SHORTEST_MISSPELT:
            for shorter in (word, *_without_a_letter(word)):
                for other in (shorter, *self._shortened.get(shorter, ())):
                    if other not in seen and other in self._words:
                        seen.add(other)
                        yield other, 0.8
        sound = self.sound(word)
        for other in self._by_sound.get(sound, ()) if len(sound) >= _SHORTEST_SOUND else ():
            if other not in seen:
                seen.add(other)
                yield other, 0.5

    def _says(self, people: Sized) -> float:
        """How much a word says that so many people have: more, the fewer they are."""
        return 1.0 + log((1 + self._size) / (1 + len(people)))


def _having_most(common: Sequence[_Alike]) -> list[int]:
    """Give some of those who have the words of a name that has common words only: all of them, if anybody has."""
    the_words = [alike.people for alike in common if alike.is_the_word] or [common[0].people]
    rarest = min(the_words, key=len)
    with_all = rarest.intersection(*the_words)
    return nsmallest(_COMMON, with_all or rarest)


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, word in pairs:
        found.setdefault(key, []).append(word)
    return {key: tuple(dict.fromkeys(group)) for key, group in found.items()}


def _shorter_forms(word: str) -> Mapping[str, None]:
    return _without_a_letter(word) if len(word) >= _SHORTEST_MISSPELT else {}


def _without_a_letter(word: str) -> dict[str, None]:
    return dict.fromkeys(word[:place] + word[place + 1 :] for place in range(len(word)))
