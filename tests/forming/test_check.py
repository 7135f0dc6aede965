"""What holds in a subgroup and what does not, said with its numbers; what is not known binds nobody."""

from __future__ import annotations

import pytest

from facilitator_tui.forming.check import broken_in, check, meeting, notes
from facilitator_tui.forming.values import Candidate, Wishes
from tests.forming.people import somebody, subgroup

NINE = [somebody(number) for number in range(9)]


def says(*members: Candidate, wishes: Wishes | None = None) -> list[str]:
    return [each.says for each in broken_in(subgroup(*members), wishes or Wishes())]


def test_a_subgroup_as_it_should_be_breaks_nothing() -> None:
    assert says(*NINE) == []


@pytest.mark.parametrize(
    ("members", "told"),
    [
        (NINE[:7], "Subgroup 1 has 7 people; 8 to 10 are wanted."),
        ([*NINE, somebody(9), somebody(10)], "Subgroup 1 has 11 people; 8 to 10 are wanted."),
        (
            [*NINE[:8], somebody(8, slots="Tue 9-11")],
            "Subgroup 1 has no slot in common: Mon 18-20 suits 8 of the 9 who state any; not Ilias Markou.",
        ),
        (
            [*NINE[:8], somebody(8, languages="fr, ar")],
            "Subgroup 1 has no language in common: en is spoken by 8 of the 9 who state any; not Ilias Markou.",
        ),
        (
            [*NINE[:8], somebody(8, institution="Lisbon")],
            "Subgroup 1 has 3 people from Lisbon; at most 2 are wanted.",
        ),
    ],
)
def test_each_hard_constraint_is_told_with_its_numbers(members: list[Candidate], told: str) -> None:
    assert says(*members) == [told]
    assert all(each.hard for each in broken_in(subgroup(*members), Wishes()))


def test_too_few_countries_are_a_wish_and_not_hard() -> None:
    members = [somebody(n, institution="", country="Italy" if n % 2 else "Tunisia") for n in range(8)]
    (broken,) = broken_in(subgroup(*members), Wishes())
    assert (broken.kind, broken.hard) == ("countries", False)
    assert broken.says == "Subgroup 1 has people from 2 countries (Italy, Tunisia); 3 are wanted."


def test_what_is_not_known_binds_nobody() -> None:
    silent = [somebody(n, institution="", country="", languages="", slots="") for n in range(4)]
    assert says(*NINE[:5], *silent) == []
    assert says(*[somebody(n, institution="", country="", languages="", slots="") for n in range(8)]) == []


def test_wishes_that_are_not_made_are_not_checked() -> None:
    members = [
        somebody(n, institution="Lisbon", country="Portugal", languages=f"l{n}", slots=f"s{n}")
        for n in range(8)
    ]
    free = Wishes(per_institution=0, common_slot=False, common_language=False, countries=0)
    assert len(says(*members)) == 4
    assert says(*members, wishes=free) == []


def test_those_without_a_place_come_first_and_are_hard() -> None:
    broken = check([subgroup(*NINE[:7])], Wishes(), [NINE[8]])
    assert [each.kind for each in broken] == ["place", "size"]
    assert broken[0].people == ("p08",)
    assert broken[0].says == "Ilias Markou has no place in any subgroup."


def test_a_subgroup_meets_by_the_first_slot_and_language_that_are_common() -> None:
    both = [
        somebody(0, languages="fr, en", slots="Tue 9-11, Mon 18-20"),
        somebody(1, languages="en, fr", slots="Mon 18-20, Tue 9-11"),
        somebody(2, languages="", slots=""),
    ]
    assert meeting(both, Wishes()) == ("Mon 18-20", "en")
    assert meeting(both, Wishes(), "Tue 9-11", "fr") == ("Tue 9-11", "fr")
    assert meeting(both, Wishes(), "Wed 9-11", "") == ("Mon 18-20", "en")
    assert meeting([], Wishes()) == ("", "")


def test_what_is_not_known_is_told_as_a_note() -> None:
    roster = [somebody(0, slots=""), somebody(1, slots=""), somebody(2, languages="", country="")]
    assert notes(roster, Wishes()) == (
        "2 people give no availability: taken to fit everywhere.",
        "1 person names no language: taken to fit everywhere.",
        "1 person names no country: taken to fit everywhere.",
    )
    assert notes(roster, Wishes(common_slot=False, common_language=False, countries=0)) == ()
