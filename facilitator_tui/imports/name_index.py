"""Finds the few people of a roster who may be meant by a name, without comparing it with everybody.

A word of the name leads to the people who have it, have it with one letter more, fewer or another, or have a
word with the same consonants. How alike the whole names are is measured in ``matching``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log

import msgspec

from facilitator_tui.imports.names import skeleton

MOST_CANDIDATES = 20
"""How many people are compared letter by letter; the others have less in common with the name."""

_COMMON = 100
"""A word that more people have says little, and leads to somebody only together with another."""

_SHORTEST_MISSPELT = 4
_SHORTEST_SKELETON = 2


class NameIndex(msgspec.Struct, frozen=True):
    """Places in the roster by word, by word without one letter, and by consonants."""

    size: int
    words: dict[str, tuple[int, ...]]
    shortened: dict[str, tuple[str, ...]]
    skeletons: dict[str, tuple[str, ...]]
    sounds: dict[str, str]

    def sound(self, word: str) -> str:
        """Give the consonants of a word of the roster."""
        return self.sounds[word]

    def candidates(self, folded: str) -> list[int]:
        """Give the places of those who share most with a folded name, the likeliest first."""
        weights: dict[int, float] = {}
        common: list[tuple[str, float]] = []
        for word in dict.fromkeys(folded.split()):
            for other, share in self._alike(word):
                people = self.words[other]
                if len(people) > _COMMON:
                    common.append((other, share))
                    continue
                for place in people:
                    weights[place] = weights.get(place, 0.0) + share * self._says(people)
        self._add_common(weights, common)
        return sorted(weights, key=lambda place: (-weights[place], place))[:MOST_CANDIDATES]

    def having(self, word: str) -> Sequence[int]:
        """Give the places of all who have this word in their name."""
        return self.words.get(word, ())

    def _add_common(self, weights: dict[int, float], common: Sequence[tuple[str, float]]) -> None:
        """Let common words count for those who are candidates already, or else for those who have most of them."""
        if common and not weights:
            rarest, *others = sorted(
                {word for word, _ in common}, key=lambda word: (len(self.words[word]), word)
            )
            having = set(self.words[rarest])
            with_all = having.intersection(*(self.words[word] for word in others))
            weights.update(dict.fromkeys(sorted(with_all or having)[: 2 * _COMMON], 0.0))
        for word, share in common:
            people = self.words[word]
            for place in weights.keys() & set(people):
                weights[place] += share * self._says(people)

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Give the roster's words that may be this word, each once, and how much that is worth."""
        seen = {word}
        if word in self.words:
            yield word, 1.0
        if len(word) >= _SHORTEST_MISSPELT:
            for shorter in (word, *_without_a_letter(word)):
                for other in (shorter, *self.shortened.get(shorter, ())):
                    if other not in seen and other in self.words:
                        seen.add(other)
                        yield other, 0.8
        for other in self.skeletons.get(skeleton(word), ()):
            if other not in seen:
                seen.add(other)
                yield other, 0.5

    def _says(self, people: Sequence[int]) -> float:
        """How much a word says that so many people have: more, the fewer they are."""
        return 1.0 + log((1 + self.size) / (1 + len(people)))


def name_index(names: Iterable[Iterable[str]]) -> NameIndex:
    """Make the index of a roster: for each place the folded forms of that person's name."""
    words: dict[str, dict[int, None]] = {}
    size = 0
    for size, forms in enumerate(names, start=1):
        for form in forms:
            for word in form.split():
                words.setdefault(word, {})[size - 1] = None
    sounds = {word: skeleton(word) for word in words}
    return NameIndex(
        size,
        {word: tuple(places) for word, places in words.items()},
        _gathered((shorter, word) for word in words for shorter in _shorter_forms(word)),
        _gathered((sound, word) for word, sound in sounds.items() if len(sound) >= _SHORTEST_SKELETON),
        sounds,
    )


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, word in pairs:
        found.setdefault(key, []).append(word)
    return {key: tuple(dict.fromkeys(group)) for key, group in found.items()}


def _shorter_forms(word: str) -> Mapping[str, None]:
    return _without_a_letter(word) if len(word) >= _SHORTEST_MISSPELT else {}


def _without_a_letter(word: str) -> dict[str, None]:
    return dict.fromkeys(word[:place] + word[place + 1 :] for place in range(len(word)))
