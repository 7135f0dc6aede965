"""Candidates out of what is written of people: lists taken apart, and one spelling for what is meant to be the same.

"mon  18-20" and "Mon 18-20" are one slot, "Università di Roma" and "UNIVERSITÀ DI ROMA" one institution. What a slot
means is not understood: two texts are the same or they are not.
"""

from __future__ import annotations

import re

from facilitator_tui.forming.values import Candidate


class Spelling:
    """The first way in which something was written is the way in which it is shown for everybody."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def of(self, text: str) -> str:
        """The text as it was first written, with blanks taken together; empty for an empty one."""
        written = " ".join(text.split())
        return self._first.setdefault(written.casefold(), written)

    def each(self, text: str) -> frozenset[str]:
        """The parts of a list whose parts are set off by commas or semicolons."""
        return frozenset(self.of(part) for part in re.split("[,;،]", text) if part.strip())


class Spellings:
    """One spelling each for institutions, countries, languages and slots, for all people of a list."""

    def __init__(self) -> None:
        self._institutions, self._countries = Spelling(), Spelling()
        self._languages, self._slots = Spelling(), Spelling()

    def candidate(
        self,
        id: str,
        name: str,
        *,
        institution: str = "",
        country: str = "",
        languages: str = "",
        availability: str = "",
        subgroup: str = "",
    ) -> Candidate:
        """Somebody as the store or a file has them; ``languages`` and ``availability`` are lists."""
        return Candidate(
            id,
            name,
            self._institutions.of(institution),
            self._countries.of(country),
            self._languages.each(languages),
            self._slots.each(availability),
            subgroup,
        )
