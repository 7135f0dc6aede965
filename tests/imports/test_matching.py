"""Who on a roster a reported name is: certain only without a second reading, and never two people made one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.imports.matching import Certainty, Known, Match, Reported, match

AMAL = Known("p1", "Amal Haddad", "Amal", "Haddad", ("Amal.Haddad@Example.org",))
RUI = Known("p2", "Rui Costa", "Rui", "Costa", ("rui@example.org",))
INES = Known("p3", "Inês Duarte", "Inês", "Duarte")
YUSUF = Known("p4", "Yusuf Demir", "Yusuf", "Demir")
JOERG = Known("p5", "Jörg Müller", "Jörg", "Müller")
ILIAS = Known("p6", "Ilias Petrou", "Ilias", "Petrou")
MARIA = Known("p7", "Maria João Silva Costa", "Maria João", "Silva Costa")
AMAL_T = Known("p8", "Amal Trabelsi", "Amal", "Trabelsi")
LUKASZ = Known("p9", "Łukasz Wójcik", "Łukasz", "Wójcik")
ROSTER = (AMAL, RUI, INES, YUSUF, JOERG, ILIAS, MARIA, AMAL_T, LUKASZ)


def one(name: str, email: str = "", roster: Sequence[Known] = ROSTER) -> Match:
    [found] = match([Reported(name, email)], roster)
    return found


def candidates(found: Match) -> list[str]:
    return [candidate.person for candidate in found.candidates]


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Amal Haddad", "p1"),
        ("amal  HADDAD", "p1"),
        ("Haddad, Amal", "p1"),
        ("HADDAD Amal (EXT)", "p1"),
        ("Dr. Amal Haddad", "p1"),
        ("Prof. Dr. Amal Haddad, PhD", "p1"),
        ("Amal Haddad (she/her)", "p1"),
        ("Amal Haddad she/they", "p1"),
        ("Amal Haddad | Université de Tunis", "p1"),
        ("Amal Haddad - Tunis", "p1"),
        ("015_Amal Haddad", "p1"),
        ("Ami (Amal Haddad)", "p1"),
        ("Amal Haddad (Guest)", "p1"),
        ("Amal (Haddad)", "p1"),
        ("Amal Haddad's iPhone", "p1"),
        ("iPad de Amal Haddad", "p1"),
        ("Amal Haddad 🚗", "p1"),
        (". Amal Haddad", "p1"),
        ("Ines Duarte", "p3"),
        ("Ine\u0302s Duarte", "p3"),
        ("Joerg Mueller", "p5"),
        ("Jorg Muller", "p5"),
        ("Lukasz Wojcik", "p9"),
        ("Ιλιας Πετρου", "p6"),
    ],
)
def test_the_same_name_however_it_is_written(name: str, person: str) -> None:
    roster = (*ROSTER[:5], Known("p6", "Ilias Petroy"), *ROSTER[6:]) if name.startswith("Ι") else ROSTER

    found = one(name, roster=roster)

    assert (found.certainty, found.person, found.evidence) == ("certain", person, "name"), found
    assert found.why


@pytest.mark.parametrize(
    ("name", "first", "why"),
    [
        ("Amal Hadad", "p1", "the name sounds the same in other letters"),
        ("Rui Costq", "p2", "the name is spelt alike"),
        ("RuiCosta", "p2", "the same letters, written together or apart"),
        ("Yusuf D.", "p4", "an initial"),
        ("Yusuf", "p4", "only one name is given"),
        ("Yusuf's iPhone", "p4", "the name of a device: only one name is given"),
        ("Yusuf’un iPhone’u", "p4", "the name of a device"),
        ("Maria Silva", "p7", "all of the name is part of this person's name"),
        ("أمل حداد", "p1", "the name sounds the same in other letters"),
        ("Ιλίας Πέτρου", "p6", "the name sounds the same in other letters"),
        ("Youssef Demir", "p4", "the name sounds the same in other letters"),
    ],
)
def test_what_is_only_alike_is_asked_with_the_likeliest_first(name: str, first: str, why: str) -> None:
    found = one(name)

    assert found.certainty == "doubtful"
    assert found.person is None
    assert candidates(found)[0] == first
    assert 70 <= found.candidates[0].score < 100
    assert why in found.why


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Tove Lindström", "nobody on the roster has a name like this"),
        ("iPhone", "this is the name of a device, not of a person"),
        ("Galaxy S21", "this is the name of a device, not of a person"),
        ("DESKTOP-4F3KQ2", "this is the name of a device, not of a person"),
        ("Zoom User", "this names nobody"),
        ("🚗", "this names nobody"),
        ("", "this names nobody"),
        ("عمر", "nobody on the roster has a name like this"),
    ],
)
def test_what_is_nobody_of_the_roster(name: str, why: str) -> None:
    found = one(name)

    assert (found.certainty, found.person, found.candidates, found.why) == ("unknown", None, (), why)


@pytest.mark.parametrize(
    ("reported", "roster", "certainty"),
    [
        ("سحر حداد", "سحر حداد", "certain"),
        ("حداد سَحَر", "سحر حداد", "certain"),
        # Two names in Arabic, one in Latin letters.
        ("سهر حداد", "سحر حداد", "doubtful"),
        ("王丽", "王李", "doubtful"),
        ("Wang Li", "王李", "doubtful"),
        ("Олена Коваль", "Olena Koval", "certain"),
        ("Olena Koval", "Олена Коваль", "certain"),
    ],
)
def test_the_same_in_latin_letters_is_not_the_same_in_every_script(
    reported: str, roster: str, certainty: Certainty
) -> None:
    assert one(reported, roster=[Known("p", roster)]).certainty == certainty


def test_the_address_goes_first_in_whatever_case() -> None:
    found = one("Ami", "AMAL.haddad@example.ORG")

    assert (found.person, found.evidence, found.why) == ("p1", "address", "the e-mail address is the same")


def test_an_address_of_one_and_the_name_of_another_is_asked() -> None:
    found = one("Rui Costa", "amal.haddad@example.org")

    assert found.certainty == "doubtful"
    assert candidates(found) == ["p1", "p2"]
    assert found.why == "the e-mail address is one person's and the name another's"


def test_an_address_that_the_report_gives_to_everybody_decides_nothing() -> None:
    shared = "amal.haddad@example.org"

    found = match(
        [Reported("Amal Haddad", shared), Reported("Tove Lind", shared), Reported("A. Haddad", shared)],
        ROSTER,
    )

    assert [each.certainty for each in found] == ["certain", "doubtful", "certain"]
    assert "gives this e-mail address to several names" in found[1].why


def test_an_address_of_two_on_the_roster_is_settled_by_the_name() -> None:
    sister = Known("p10", "Salma Haddad", emails=AMAL.emails)

    settled, asked = match(
        [Reported("Salma Haddad", AMAL.emails[0]), Reported("Tablet", AMAL.emails[0])], (*ROSTER, sister)
    )

    assert settled.person == "p10"
    assert (asked.certainty, candidates(asked)) == ("doubtful", ["p1", "p10"])


def test_a_name_that_was_matched_by_hand_is_known_from_then_on() -> None:
    learnt = Known("p2", "Rui Costa", aliases=("El Capitán",))

    found = one("el  capitán", roster=(AMAL, learnt))

    assert (found.person, found.evidence) == ("p2", "hand")


def test_a_name_matched_by_hand_that_somebody_else_has_is_asked() -> None:
    learnt = Known("p2", "Rui Costa", aliases=("Amal Haddad",))

    found = one("Amal Haddad", roster=(AMAL, learnt))

    assert (found.certainty, candidates(found)) == ("doubtful", ["p2", "p1"])
    assert found.why == "this name was matched before, but somebody else on the roster has it"


def test_somebody_on_the_account_of_somebody_else_is_asked() -> None:
    found = one("Rui (Amal Haddad)")

    assert (found.certainty, candidates(found)) == ("doubtful", ["p1", "p2"])
    assert found.why == "the name in brackets is one person's, and the one before them is like another's"


def test_a_device_that_anybody_may_have_is_asked_every_time() -> None:
    learnt = Known("p2", "Rui Costa", aliases=("iPhone",))

    found = one("iPhone", roster=(AMAL, learnt))

    assert (found.certainty, candidates(found)) == ("doubtful", ["p2"])
    assert "anybody's device may be called so" in found.why


def test_a_name_that_several_people_of_the_roster_have_is_asked() -> None:
    namesake = Known("p10", "amal haddad", emails=("amal2@example.org",))

    asked, settled = match(
        [Reported("Amal Haddad"), Reported("Amal Haddad", "amal2@example.org")], (*ROSTER, namesake)
    )

    assert (asked.certainty, candidates(asked)) == ("doubtful", ["p1", "p10"])
    assert asked.why == "several people on the roster have this name"
    assert settled.person == "p10"


def test_one_name_under_two_addresses_may_be_two_people() -> None:
    found = match([Reported("Rui Costa", "r1@example.com"), Reported("Rui Costa", "r2@example.com")], ROSTER)

    assert [(each.certainty, candidates(each)) for each in found] == [
        ("doubtful", ["p2"]),
        ("doubtful", ["p2"]),
    ]
    assert found[0].why == "the same name comes with another e-mail address too, so these may be two people"


def test_the_address_of_the_roster_stays_certain_beside_another() -> None:
    found = match(
        [
            Reported("Rui Costa", "rui@example.org"),
            Reported("Rui Costa", "other@example.com"),
            Reported("Costa Rui"),
        ],
        ROSTER,
    )

    assert [each.certainty for each in found] == ["certain", "doubtful", "certain"]


def test_the_name_and_the_one_in_brackets_are_two_people() -> None:
    found = one("Amal Haddad (Rui Costa)")

    assert (found.certainty, candidates(found)) == ("doubtful", ["p1", "p2"])
    assert found.why == "the name and the one in brackets are different people on the roster"


@pytest.mark.parametrize(
    "name",
    [
        "Amal Haddad + Rui Costa",
        "Amal Haddad & Rui Costa",
        "Amal Haddad and Rui",
        "Amal Haddad et Rui Costa 🚗",
    ],
)
def test_two_people_on_one_device(name: str) -> None:
    found = one(name)

    assert found.certainty == "doubtful"
    assert candidates(found) == ["p1", "p2"]
    assert [each.candidates[0].person for each in found.together] == ["p1", "p2"]
    assert found.why.startswith("several people together, it seems: “Amal Haddad” and “Rui")


def test_a_name_with_a_comma_is_one_person_unless_both_halves_are_whole_names() -> None:
    assert one("Haddad, Amel").together == ()
    assert len(one("Amal Haddad, Rui Costa").together) == 2


def test_a_single_name_that_several_have_shows_them_all() -> None:
    found = one("Amal")

    assert (found.certainty, candidates(found)) == ("doubtful", ["p1", "p8"])


def test_only_the_address_looks_like_somebody() -> None:
    found = one("iPhone", "yusuf.demir@somewhere.example")

    assert (found.certainty, candidates(found)[0]) == ("doubtful", "p4")
    assert found.why == "only the e-mail address looks like this person's name"


def test_many_candidates_are_counted_and_a_few_shown() -> None:
    many = [Known(f"q{number}", f"Mohamed {letter}li Ben") for number, letter in enumerate("abcdefghijkl")]

    found = one("Mohamed", roster=many)

    assert len(found.candidates) == 5
    assert "12 people may be meant" in found.why


def test_an_empty_roster_knows_nobody() -> None:
    assert one("Amal Haddad", roster=()).certainty == "unknown"


WRITTEN = st.sampled_from(
    [each.name for each in ROSTER]
    + [
        "Amal",
        "iPhone",
        "Haddad Amal",
        "Amal Haddad (Rui Costa)",
        "Rui + Amal",
        "Tove Lind",
        "Amal Hadad",
        "",
        "(",
        "٣",
    ]
)
ADDRESSES = st.sampled_from(
    ["", "rui@example.org", "AMAL.haddad@example.org", "x@example.com", "y@example.com"]
)
REPORTED = st.lists(st.builds(Reported, WRITTEN, ADDRESSES), max_size=8)


@given(REPORTED)
def test_two_addresses_are_never_silently_one_person(reported: list[Reported]) -> None:
    known = {email.casefold() for each in ROSTER for email in each.emails}
    certain: dict[str, set[str]] = {}
    for found in match(reported, ROSTER):
        if found.person and found.reported.email:
            certain.setdefault(found.person, set()).add(found.reported.email.casefold())
    assert all(len(addresses) == 1 or addresses <= known for addresses in certain.values())


@given(REPORTED)
def test_the_answer_depends_neither_on_the_order_of_the_roster_nor_on_the_time(
    reported: list[Reported],
) -> None:
    def said(roster: Sequence[Known]) -> list[tuple[Certainty, str | None]]:
        return [(each.certainty, each.person) for each in match(reported, roster)]

    assert match(reported, ROSTER) == match(reported, ROSTER)
    assert said(ROSTER) == said(tuple(reversed(ROSTER)))


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_names_are_matched_without_a_fault(texts: list[str]) -> None:
    roster = [Known(str(place), text) for place, text in enumerate(texts)]

    for found in match([Reported(text) for text in texts], roster):
        assert (found.person is not None) == (found.certainty == "certain")
        assert (found.certainty == "unknown") == (not found.candidates)
        assert found.why
