"""The list of destinations and their files: split at the limits, named without names, refused in words."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest

from facilitator_tui.completion.verdict import decide
from facilitator_tui.exports.badges.destinations import DESTINATIONS, File, destination, files, missing
from facilitator_tui.exports.badges.options import Issuer, Options
from facilitator_tui.exports.files import ExportProblem
from facilitator_tui.issuing.award import Award
from facilitator_tui.issuing.limits import LIMITS
from facilitator_tui.issuing.preflight import ISSUERS, OWN
from tests.exports.badges.people import award, awarding, earned, evidence, the_rule

VERDICT = earned()
TEMPLATE = b"Name;E-mail;Issued_on;Criteria_add\n"


def options(**more: Any) -> Options:
    numbers = count(1)
    known: dict[str, Any] = {
        "zone": "Europe/Lisbon",
        "issuer": Issuer(id="https://example.org/issuer", name="Example Exchange", country="PRT"),
        "issuer_badge": "https://example.org/badges/7",
        "template": TEMPLATE,
        "salt": lambda: "pepper",
        "uuid": lambda: f"00000000-0000-4000-8000-{next(numbers):012d}",
    }
    return Options(**{**known, **more})


def people(number: int) -> tuple[Award, ...]:
    return tuple(
        award(f"Person {each}", f"p{each}@example.org", person=f"01a2-{each:06d}", verdict=VERDICT)
        for each in range(number)
    )


def made(id: str, awards: Sequence[Award], **more: Any) -> list[File]:
    return list(files(awarding(*awards), awards, id, options(**more)))


def test_every_destination_is_known_to_the_pre_flight() -> None:
    assert set(DESTINATIONS) == set(ISSUERS) | OWN
    assert set(LIMITS) <= set(DESTINATIONS)
    assert {each.id for each in DESTINATIONS.values() if not each.public} == OWN
    assert destination("obf-csv").limit.per_day == 2_000


def test_listing_destinations_loads_no_writer() -> None:
    code = (
        "import sys; from facilitator_tui.exports.badges.destinations import DESTINATIONS; assert DESTINATIONS; "
        "loaded = {'openpyxl', 'email_validator', 'facilitator_tui.exports.badges.open_badges', "
        "'facilitator_tui.exports.badges.sheet'} & set(sys.modules); assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("id", DESTINATIONS)
def test_every_destination_writes_files_named_after_course_and_badge(id: str) -> None:
    found = made(id, people(3))
    for name, content in found:
        assert content
        assert name.endswith((f".{destination(id).ending}", ".md"))
        assert "erson" not in name
        assert "@" not in name
    if id != "sheets":
        ((name, _),) = found
        unsigned = {"open-badges": "-unsigned", "elm": "-unsealed"}.get(id, "")
        assert name == f"2026-03-28-belonging-participant-{id}{unsigned}.{destination(id).ending}"


@pytest.mark.parametrize(
    ("id", "number", "lines"),
    [("lines", 2_501, [2_500, 1]), ("canvas", 101, [51, 51, 2]), ("credly", 51, [52]), ("obf-csv", 60, [61])],
)
def test_files_are_split_at_the_issuers_limit(id: str, number: int, lines: list[int]) -> None:
    found = made(id, people(number))
    assert [content.decode().count("\n") for _, content in found] == lines
    if len(lines) > 1:
        assert [f"-{each}-of-{len(lines)}." in name for each, (name, _) in enumerate(found, 1)] == [
            True
        ] * len(lines)


def test_a_contract_may_say_another_limit() -> None:
    assert len(made("canvas", people(60), per_file=1_000)) == 1


def test_progress_is_told_and_ends_with_everybody() -> None:
    told: list[tuple[int, int]] = []
    awards = people(101)
    for _ in files(awarding(*awards), awards, "canvas", options(), lambda done, of: told.append((done, of))):
        pass
    assert told == [(50, 101), (100, 101), (101, 101)]


def test_nobody_gives_no_file() -> None:
    assert made("lines", ()) == []
    assert made("sheets", ()) == []


# --- forms


def test_tables_for_excel_begin_with_a_mark_and_those_for_issuers_do_not() -> None:
    assert made("neutral-csv", people(1))[0][1].startswith(b"\xef\xbb\xbf")
    for issuer in ("canvas", "credly", "obf-csv", "lines"):
        assert not made(issuer, people(1))[0][1].startswith(b"\xef\xbb\xbf")


def test_a_template_with_a_mark_keeps_it() -> None:
    ((_, content),) = made("obf-csv", people(1), template=b"\xef\xbb\xbf" + TEMPLATE)
    assert content.startswith("\ufeffName;E-mail".encode())
    ((_, content),) = made("obf-csv", people(1), template=TEMPLATE.decode().encode("utf-16"))
    assert content.decode("utf-16").startswith("Name;E-mail")


def test_credly_writes_its_own_layout_where_no_template_was_given() -> None:
    assert b"Badge Template ID" in made("credly", people(1), template=b"")[0][1]
    ((_, content),) = made("credly", people(1), template=b"Recipient Email,First Name,Last Name,Issued at\n")
    assert content.decode().splitlines()[1] == "p0@example.org,Person,0,03/27/26"


def test_each_payload_has_an_id_of_its_own_and_what_the_issuer_calls_the_badge() -> None:
    ((_, content),) = made("open-badges", people(3))
    credentials = json.loads(content)["credentials"]
    assert len({each["id"] for each in credentials}) == 3
    assert credentials[0]["credentialSubject"]["achievement"]["id"] == "https://example.org/badges/7"


def test_salts_and_ids_are_drawn_where_nobody_gives_them() -> None:
    drawn = Options()
    assert drawn.salt() != drawn.salt()
    assert drawn.uuid() != drawn.uuid()


def test_a_workbook_is_a_workbook() -> None:
    ((_, content),) = made("neutral-xlsx", people(1))
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_sheets_are_called_by_the_end_of_the_id_as_long_as_it_takes() -> None:
    one, two = (
        award("A B", "a@example.org", person=person, verdict=VERDICT) for person in ("x1-000007", "x2-000007")
    )
    assert [name for name, _ in made("sheets", (one,))] == ["000007.md", "000007.html"]
    assert [name for name, _ in made("sheets", (one, two))] == [
        "1-000007.md",
        "1-000007.html",
        "2-000007.md",
        "2-000007.html",
    ]


# --- what is refused


def test_what_is_missing_is_said() -> None:
    assert missing("obf-csv", Options()) == (
        "Open Badge Factory, CSV needs the template that you downloaded from the issuer.",
    )
    assert missing("credly", Options()) == (
        "Credly needs the id of the badge (its class or template) at the issuer.",
    )
    assert len(missing("elm", Options())) == 2
    assert missing("lines", Options()) == ()
    assert "e-mail" in missing("obf-csv", Options(template=b"Colour\n"))[0]


def test_nothing_is_written_where_something_is_missing() -> None:
    with pytest.raises(ExportProblem, match="needs the template"):
        made("obf-csv", people(1), template=b"")


def test_nobody_unconfirmed_goes_to_an_issuer() -> None:
    provisional = award(verdict=decide(the_rule(), evidence()))
    for to in DESTINATIONS.values():
        if to.public:
            with pytest.raises(ExportProblem, match="not confirmed"):
                made(to.id, (provisional,))
        else:
            assert made(to.id, (provisional,))


def test_a_payload_that_an_issuer_would_refuse_is_not_written() -> None:
    with pytest.raises(ExportProblem, match="The achievement needs an id"):
        made("open-badges", people(1), issuer_badge="badge 7")


def test_an_unknown_destination_names_those_there_are() -> None:
    with pytest.raises(ExportProblem, match="There are: lines, obf-csv"):
        made("post", people(1))
