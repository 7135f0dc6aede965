"""The section of the configuration that says where badges can be sent; off until somebody writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.settings import (
    OPEN_BADGE_FACTORY,
    Issuer,
    Settings,
    SettingsProblem,
    config_path,
    issuer,
    load,
)


def configured(text: str) -> Settings:
    config_path().write_text(text, encoding="utf-8")
    return load(config_path())


def test_nothing_is_sent_until_somebody_configures_it() -> None:
    with pytest.raises(SettingsProblem, match=r"nothing is sent anywhere.*\[issuers\.obf\]"):
        issuer(Settings())


def test_an_issuer_with_its_badges() -> None:
    found = issuer(
        configured(
            '[issuers.obf]\nclient = "NGO1"\n[issuers.obf.badges]\n'
            'participant = "SVI1"\n"newcomers/participant" = "SVI2"\n'
        )
    )
    assert (found.name, found.kind, found.url) == ("obf", "obf", OPEN_BADGE_FACTORY)
    assert found.badge_for("newcomers", "participant") == "SVI2"
    assert found.badge_for("climate", "participant") == "SVI1"
    assert found.badge_for("climate", "leader") == ""


def test_of_several_one_must_be_named() -> None:
    settings = configured('[issuers.obf]\nclient = "A"\n[issuers.cancred]\nclient = "B"\n')
    assert issuer(settings, "cancred").client == "B"
    with pytest.raises(SettingsProblem, match="cancred, obf"):
        issuer(settings)
    with pytest.raises(SettingsProblem, match="no issuer “credly”"):
        issuer(settings, "credly")


def test_a_mistake_there_stops_no_session_and_is_told_when_it_matters() -> None:
    settings = configured('keyboard = "plain"\n[issuers.obf]\nclient = 3\n')
    assert settings.keyboard == "plain"
    with pytest.raises(SettingsProblem, match=r"\[issuers\.obf\].*str"):
        issuer(settings)


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ('client = "A"\nclient_secret = "x"', "must not stand in this file"),
        ('client = "A"\ncolour = "x"', "no setting “colour”"),
        ('client = "A"\nkind = "credly"', "credly"),
        ("kind = 'obf'", "client"),
        ('client = "../A"', "the id that the issuer shows"),
        ('client = "A"\nbadges = {participant = "a/b"}', "badges, participant"),
        ('client = "A"\nurl = "http://openbadgefactory.com"', "https"),
        ('client = "A"\nurl = "http://localhost.example.org"', "https"),
        ('client = "A"\nurl = "https://me:secret@openbadgefactory.com"', "look like"),
        ('client = "A"\nurl = "openbadgefactory.com"', "look like"),
        ('client = "A"\nurl = "https://[openbadgefactory.com"', "look like"),
        ('client = "A"\nurl = "https://example.org:x/"', "look like"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(section: str, words: str) -> None:
    with pytest.raises(SettingsProblem, match=words) as told:
        issuer(configured(f"[issuers.obf]\n{section}\n"))
    assert "me:secret" not in str(told.value)


@pytest.mark.parametrize("name", ["OBF", "my_obf", '"o b f"', '""'])
def test_a_name_that_would_be_no_variable_is_refused(name: str) -> None:
    with pytest.raises(SettingsProblem, match="small letters"):
        issuer(configured(f'[issuers.{name}]\nclient = "A"\n'))


def test_a_single_value_is_no_issuer() -> None:
    with pytest.raises(SettingsProblem, match="section"):
        issuer(configured('[issuers]\nobf = "A"\n'))
    with pytest.raises(SettingsProblem, match="object"):
        configured("issuers = 3")


@pytest.mark.parametrize(
    "url", ["http://localhost:8080", "http://127.0.0.1:1/", "https://factory.cancred.ca/"]
)
def test_a_test_service_on_this_computer_needs_no_certificate(url: str, home: Path) -> None:
    found = issuer(configured(f'[issuers.obf]\nclient = "A"\nurl = "{url}"\n'))
    assert isinstance(found, Issuer)
    assert found.url == url.rstrip("/")
