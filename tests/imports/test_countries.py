"""Countries as people write them: one code for one country, in every language of the programmes."""

from __future__ import annotations

import pytest

from facilitator_tui.country_zones import zone_of
from facilitator_tui.imports.countries import CountryNames, country_name


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("TN", ("Tunisia", "Tunisie", "تونس", "Tunus", "Tunesien", "Túnez", "Tunísia", "TN", "tun", "Tunisia (Sfax)")),
        ("TR", ("Türkiye", "TÜRKİYE", "Turkey", "Turquie", "تركيا", "Türkei", "Turchia", "Turquía", "Turquia")),
        ("AT", ("Austria", "Österreich", "Autriche", "النمسا", "Avusturya", "Áustria")),
        ("EG", ("Egypt", "Égypte", "مصر", "Mısır", "MISIR", "Ägypten", "Egitto", "Egipto", "Egito")),
        ("DE", ("Germany", "Allemagne", "ألمانيا", "المانيا", "Almanya", "Deutschland", "Germania", "Alemanha")),
        ("GB", ("UK", "United Kingdom", "England", "Großbritannien", "Royaume-Uni", "Reino Unido", "Regno Unito")),
        ("PS", ("Palestine", "فلسطين", "Filistin", "Palästina", "Palestina", "Palestinian Territories")),
        ("BA", ("Bosnia and Herzegovina", "Bosnia & Herzegovina", "Bosnie-Herzégovine", "Bosna-Hersek")),
        ("NL", ("the Netherlands", "Holland", "Pays-Bas", "هولندا", "Hollanda")),
        ("GE", ("Georgia", "Géorgie", "Gürcistan")),
    ],
)  # fmt: skip
def test_a_country_has_one_code_in_every_language(code: str, names: tuple[str, ...]) -> None:
    countries = CountryNames()
    assert {name: countries.code(name) for name in names} == dict.fromkeys(names, code)


@pytest.mark.parametrize("text", ["", "  ", "Atlantis", "Tunisia / Italy", "Europe", "EU", "–", "12"])
def test_what_names_no_country_stays_as_it_is_written(text: str) -> None:
    assert CountryNames().code(text) == ""
    assert CountryNames().kept(text) == text.strip()


def test_a_code_has_an_english_name() -> None:
    assert [country_name(text) for text in ("TN", "it", "Atlantis", "ZZ", "")] == [
        "Tunisia", "Italy", "Atlantis", "ZZ", "",
    ]  # fmt: skip


def test_a_country_has_its_zone_in_every_language() -> None:
    assert [zone_of(name) for name in ("Türkiye", "Österreich", "Tunisie")] == [
        "Europe/Istanbul", "Europe/Vienna", "Africa/Tunis",
    ]  # fmt: skip
    assert zone_of("España") is None, "there are the islands"
