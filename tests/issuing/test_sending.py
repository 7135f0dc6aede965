"""Nobody is issued twice, whatever happens on the way: each fault at each place, runs repeated, the program killed."""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import suppress
from pathlib import Path

import httpx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.issuing.award import Award, NewLine
from facilitator_tui.issuing.ledger_port import HELD, last_lines, standing
from facilitator_tui.issuing.problems import IssuingProblem
from facilitator_tui.issuing.sending_plan import plan
from facilitator_tui.issuing.sending_results import Sent
from facilitator_tui.settings import Issuer
from tests.issuing.obf_server import (
    BADGE,
    FAULTS,
    Fault,
    Impatient,
    Killed,
    serving,
)
from tests.issuing.sendings import COURSE, MINUTE, OBF, OURS, Place, award, awards

FIVE = awards(5)
REQUESTS = 8
"""How many requests it takes to send to five people, two in a call, when all is well."""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "facilitator.db")


def addresses(everybody: tuple[Award, ...]) -> list[str]:
    return sorted(each.recipient.email for each in everybody)


def try_to_send(place: Place, everybody: tuple[Award, ...], http: httpx.Client | None = None) -> None:
    """Send as a person would who is told of problems, and whose program may die."""
    with suppress(IssuingProblem, Killed):
        place.send(everybody, http)


def nobody_has_it_twice(place: Place) -> None:
    counted = Counter(address.casefold() for address in place.factory.standing())
    assert [count for count in counted.values() if count > 1] == []


def the_ledger_is_right(place: Place) -> None:
    """What it says for certain is so at the issuer; what it does not know, it calls unclear or on its way."""
    at_issuer = {(row["event_id"], row["email"]) for row in place.factory.rows if not row["revoked"]}
    with_it = {address for _, address in at_issuer}
    known = last_lines(place.history()).values()
    for line in known:
        if line.action in HELD:
            assert (line.remote, line.email) in at_issuer
    certain = {line.email for line in standing(place.history())}
    assert with_it <= certain


def test_all_is_well(place: Place) -> None:
    sent = place.send(FIVE)
    assert (sent.issued, sent.problem) == (5, "")
    assert place.factory.standing() == addresses(FIVE)
    assert len(place.factory.requests) == REQUESTS
    assert place.actions("p0") == ["sending", "issued"]
    line = place.history("p0")[-1]
    assert (line.issuer, line.issuer_badge, line.remote) == ("obf", BADGE, "E1")
    assert (line.rule, line.email, line.name) == ("ab" * 32, "Amina.0@example.org", "Amina Ben Salah")


def test_what_was_sent_is_what_is_documented(place: Place) -> None:
    import json

    place.send((award(0), award(1, name="Bruno <Keller>")))
    [call] = place.factory.calls("issue")
    assert json.loads(call.content) == {
        "recipient": [
            {"email": "Amina.0@example.org", "name": "Amina Ben Salah"},
            {"email": "Bruno.1@example.org", "name": ""},
        ],
        "issued_on": place.time.ms // 1000,
        "api_consumer_id": "facilitator_tui",
        "log_entry": {"course": COURSE, "badge": OURS, "batch": place.history("p0")[0].batch},
        "send_email": True,
        "show_report": True,
    }


def test_a_second_run_sends_only_the_new(place: Place) -> None:
    place.send(FIVE[:3])
    dry = place.plan(FIVE)
    assert [each.recipient.person for each in dry.new] == ["p3", "p4"]
    assert [each.recipient.person for each in dry.already] == ["p0", "p1", "p2"]
    assert place.send(FIVE).issued == 2
    assert place.send(FIVE) == Sent()
    assert place.factory.standing() == addresses(FIVE)


def test_a_dry_run_calls_nobody_and_writes_nothing(place: Place) -> None:
    everybody = (
        *FIVE[:2],
        award(2, email=" "),
        award(3, email="one@example.org"),
        award(4, email="ONE@example.org"),
        award(5, state="Provisional"),
    )
    dry = place.plan(everybody)
    assert [len(pile) for pile in (dry.new, dry.without_address, dry.same_address, dry.not_completed)] == [
        2,
        1,
        2,
        1,
    ]
    assert "2 people would get the badge from “obf”, in 1 call." in dry.says()
    assert place.factory.requests == []
    assert place.history() == []


def test_many_people_take_several_days_to_get_their_mails(place: Place) -> None:
    assert any("on day 3" in text for text in place.plan(awards(4_001)).says())


@pytest.mark.parametrize("position", range(REQUESTS))
@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_anywhere(place: Place, fault: Fault, position: int) -> None:
    place.factory.faults = {position: fault}
    try_to_send(place, FIVE)
    nobody_has_it_twice(place)
    place.factory.faults = {}
    try_to_send(place, FIVE)  # at once: nothing that is open may go out again
    nobody_has_it_twice(place)
    place.factory.catch_up()
    nobody_has_it_twice(place)
    place.time.ms += 16 * MINUTE
    assert place.send(FIVE).problem == ""
    assert place.factory.standing() == addresses(FIVE)
    the_ledger_is_right(place)
    assert place.plan(FIVE).new == place.plan(FIVE).unclear == ()


@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.integers(0, 14), st.sampled_from(FAULTS), max_size=4),
            st.sampled_from([0, 1, 14, 16]),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=40)
def test_any_faults_in_any_number_of_runs(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[dict[int, Fault], int, bool]]
) -> None:
    place = Place(tmp_path_factory.mktemp("place") / "facilitator.db")
    for faults, minutes, reads_back in runs:
        so_far = len(place.factory.requests)
        place.factory.faults = {so_far + number: fault for number, fault in faults.items()}
        try_to_send(place, FIVE)
        nobody_has_it_twice(place)
        if reads_back:
            with suppress(IssuingProblem, Killed):
                place.read_back()
        place.factory.catch_up()  # slower than a quarter of an hour is nobody
        nobody_has_it_twice(place)
        place.time.ms += minutes * MINUTE
    place.factory.faults = {}
    place.time.ms += 16 * MINUTE
    assert place.send(FIVE).problem == ""
    assert place.factory.standing() == addresses(FIVE)
    the_ledger_is_right(place)


@pytest.mark.parametrize(
    "fault", ["late, done", "late, never done", "cut before", "cut after", "half an answer", "500 after"]
)
def test_the_same_over_a_real_connection(place: Place, fault: Fault) -> None:
    with serving(place.factory) as url:
        there = Issuer(name="obf", client=OBF.client, badges=OBF.badges, url=url)

        def http() -> httpx.Client:
            return httpx.Client(transport=Impatient(place.factory), timeout=30)

        place.factory.faults = {REQUESTS - 2: fault}
        sent = place.send(FIVE, http(), there)
        assert sent.problem
        assert sent.issued + sent.unclear + sent.left == 5
        nobody_has_it_twice(place)
        place.factory.faults = {}
        place.time.ms += 16 * MINUTE
        assert place.send(FIVE, http(), there).problem == ""
    assert place.factory.standing() == addresses(FIVE)
    the_ledger_is_right(place)


def test_a_lost_answer_is_looked_up_at_once(place: Place) -> None:
    place.factory.faults = {"issue": "half an answer"}
    sent = place.send(FIVE[:2])
    assert (sent.issued, sent.unclear) == (2, 0)
    assert place.actions("p0") == ["sending", "unclear", "issued"]


def test_what_may_still_be_worked_on_is_not_sent_again_for_a_quarter_of_an_hour(place: Place) -> None:
    place.factory.faults = {"issue": "late, done much later"}
    first = place.send(FIVE[:2])
    assert (first.issued, first.unclear) == (0, 2)
    assert first.again_ms == place.time.ms + 15 * MINUTE
    place.time.ms += 14 * MINUTE
    assert place.send(FIVE[:2]).unclear == 2
    place.factory.catch_up()
    place.time.ms += 2 * MINUTE
    sent = place.send(FIVE[:2])
    assert (sent.issued, sent.unclear, sent.problem) == (0, 0, "")
    assert place.factory.standing() == addresses(FIVE[:2])
    assert place.actions("p0") == ["sending", "unclear", "issued"]


def test_a_killed_program_leaves_what_is_on_its_way(place: Place) -> None:
    place.factory.faults = {"issue": "killed after"}
    with pytest.raises(Killed):
        place.send(FIVE[:2])
    assert place.actions("p0") == ["sending"]
    assert [each.recipient.person for each in place.plan(FIVE[:2]).unclear] == ["p0", "p1"]
    place.send(FIVE[:2])
    assert place.actions("p0") == ["sending", "issued"]
    assert place.factory.standing() == addresses(FIVE[:2])


def test_of_the_issuers_events_only_those_that_may_be_ours_are_looked_into(place: Place) -> None:
    place.send(FIVE[:2])
    place.factory.give("somebody@example.org")
    place.factory.faults = {"issue": "killed after"}
    with pytest.raises(Killed):
        place.send(FIVE)
    place.read_back()
    assert [len(place.factory.calls(event)) for event in ("E1", "E2", "E3")] == [0, 0, 1]


def test_the_same_person_with_another_badge_of_the_issuer_is_no_hindrance(place: Place) -> None:
    place.factory.filters = False
    place.factory.give(*addresses(FIVE), badge="BADGE2")
    assert place.send(FIVE).issued == 5
    assert place.factory.standing() == addresses(FIVE)


def test_nothing_is_sent_while_the_list_cannot_be_read(place: Place) -> None:
    place.factory.faults = {"issue": "killed before"}
    with pytest.raises(Killed):
        place.send(FIVE)
    place.time.ms += 60 * MINUTE
    place.factory.faults = {"recipient": "half an answer"}
    with pytest.raises(IssuingProblem):
        place.send(FIVE)
    assert place.factory.standing() == []
    assert place.actions("p0") == ["sending"]


def test_a_refusal_is_written_down_and_the_rest_is_left(place: Place) -> None:
    place.factory.faults = {"issue": "400"}
    sent = place.send(FIVE)
    assert (sent.issued, sent.not_issued, sent.left) == (0, 2, 3)
    assert "no draft" in sent.problem
    assert place.actions("p0") == ["sending", "not issued"]
    assert place.actions("p4") == []
    assert place.send(FIVE).issued == 5


def test_who_has_the_badge_by_another_way_is_not_issued_again(place: Place) -> None:
    event = place.factory.give("AMINA.0@example.org")
    sent = place.send(FIVE[:2])
    assert (sent.issued, sent.found) == (1, 1)
    assert [(line.action, line.remote) for line in place.history("p0")] == [("issued", event)]
    assert place.plan(FIVE[:2]).new == ()


def test_a_store_that_was_restored_from_an_old_backup_issues_to_nobody_again(tmp_path: Path) -> None:
    place = Place(tmp_path / "facilitator.db")
    place.send(FIVE)
    place.path = tmp_path / "restored.db"
    sent = place.send(FIVE)
    assert (sent.issued, sent.found) == (0, 5)
    assert place.factory.standing() == addresses(FIVE)


def test_the_same_address_under_another_person_is_not_issued_again(place: Place) -> None:
    place.send((award(0, email="amina@example.org"),))
    again = award(7, email="Amina@Example.org")
    assert place.plan((again,)).already == (again,)


def test_two_who_plan_at_the_same_time_issue_once(place: Place) -> None:
    with place.sender() as (ledger, sender), place.sender() as (_, other):
        first = plan(ledger, FIVE, OBF)
        assert sender.send(first).issued == 5
        assert other.send(first).issued == 0
    assert place.factory.standing() == addresses(FIVE)


def test_of_two_with_one_address_only_one_is_ever_reserved(place: Place) -> None:
    two = (award(0, email="one@example.org"), award(1, email="One@example.org"))
    with place.ledger() as ledger:
        dry = plan(ledger, FIVE[:1], OBF)
    with place.sender() as (_, sender):
        sender.send(msgspec.structs.replace(dry, new=two))
    assert len(place.factory.standing()) == 1


def test_an_expired_token_is_renewed_once(place: Place) -> None:
    place.factory.faults = {"issue": "401"}
    assert place.send(FIVE).issued == 5
    assert len(place.factory.calls("token")) == 2
    assert place.time.waited == [10.0]


def test_too_many_calls_are_waited_for_and_the_wait_is_told(place: Place) -> None:
    place.factory.faults = {"issue": "429"}
    assert place.send(FIVE).issued == 5
    assert place.time.waited == [30.0]
    assert "obf asks to wait 30 s …" in place.told


def test_too_long_a_wait_is_given_up_and_nothing_is_lost(place: Place) -> None:
    place.factory.faults = {"issue": "429 for an hour"}
    sent = place.send(FIVE)
    assert (sent.not_issued, sent.left) == (2, 3)
    assert "wait for 60 min" in sent.problem
    assert place.send(FIVE).issued == 5


def test_the_issuers_limit_makes_calls_smaller(place: Place) -> None:
    place.factory.issuing_limit = 1
    place.send(FIVE)
    assert len(place.factory.calls("issue")) == 5


def test_reading_back_writes_down_who_received_and_who_was_revoked(place: Place) -> None:
    place.send(FIVE)
    place.factory.rows[0]["received"] = True
    place.factory.rows[1]["in_passport"] = True
    place.factory.rows[1]["revoked"] = True
    place.factory.rows[2]["revoked"] = True
    back = place.read_back()
    assert (back.received, back.revoked, back.missing) == (2, 2, 0)
    assert place.actions("p0")[-1] == "received"
    assert place.actions("p1")[-2:] == ["received", "revoked"]
    assert place.read_back().says() == ("Nothing new at the issuer.",)
    assert [each.recipient.person for each in place.plan(FIVE).new] == ["p1", "p2"]


def test_reading_back_says_what_should_be_there_and_is_not(place: Place) -> None:
    place.send(FIVE)
    del place.factory.rows[0]
    place.factory.give("Bruno.1@example.org")
    back = place.read_back()
    assert (back.missing, back.twice) == (1, 1)


def test_what_stood_in_a_file_is_found_when_the_issuer_has_it(place: Place) -> None:
    with place.ledger() as ledger:
        ledger.add(
            [
                NewLine(
                    course=COURSE,
                    badge=OURS,
                    person=f"p{number}",
                    issuer="obf",
                    action="exported",
                    rule="ab" * 32,
                    verdict="cd" * 32,
                    batch="file",
                    at_ms=place.time.ms,
                    author="miriam",
                    email=FIVE[number].recipient.email,
                )
                for number in (0, 1)
            ]
        )
    assert len(place.plan(FIVE).exported) == 2
    place.factory.give("Amina.0@example.org")
    assert place.read_back().issued == 1
    assert place.actions("p0") == ["exported", "issued"]
    assert place.actions("p1") == ["exported"]
    assert [each.recipient.person for each in place.plan(FIVE).already] == ["p0"]


def test_an_erased_address_cannot_be_looked_up_and_stays_unclear(place: Place) -> None:
    place.factory.faults = {"issue": "killed after"}
    with pytest.raises(Killed):
        place.send(FIVE[:1])
    with place.ledger() as ledger:
        ledger.erase_addresses("p0")
    place.time.ms += 60 * MINUTE
    assert place.send(FIVE[:1]).unclear == 1
    assert place.factory.standing() == addresses(FIVE[:1])


def test_an_erased_address_stays_unclear_where_the_issuer_does_not_say_whose_event_it_is(
    place: Place,
) -> None:
    place.factory.faults = {"issue": "killed after"}
    with pytest.raises(Killed):
        place.send(FIVE[:1])
    place.factory.events[0]["api_consumer_id"] = None
    with place.ledger() as ledger:
        ledger.erase_addresses("p0")
    place.time.ms += 60 * MINUTE
    assert place.send(FIVE[:1]).unclear == 1


def test_an_address_that_the_issuer_writes_otherwise_stays_unclear(place: Place) -> None:
    place.factory.faults = {"issue": "killed after"}
    with pytest.raises(Killed):
        place.send(FIVE[:2])
    place.factory.rows[0]["email"] = "amina@example.org"
    place.time.ms += 60 * MINUTE
    sent = place.send(FIVE[:2])
    assert (sent.issued, sent.unclear) == (0, 1)
    assert place.actions("p1")[-1] == "issued"
    assert len(place.factory.standing()) == 2


def test_revoking_and_awarding_again_under_the_right_name(place: Place) -> None:
    place.send(FIVE[:2])
    with place.sender() as (ledger, sender):
        done = sender.revoke([line for line in ledger.history(COURSE, OURS, "p0") if line.action == "issued"])
    assert (done.revoked, done.left, done.problem) == (1, 0, "")
    assert place.factory.standing() == ["Bruno.1@example.org"]
    right = award(0, name="Amina Salah")
    assert place.send((right, FIVE[1])).issued == 1
    assert place.factory.rows[-1]["name"] == "Amina Salah"
    assert place.actions("p0") == ["sending", "issued", "revoked", "sending", "issued"]


@pytest.mark.parametrize(
    "fault", ["cut before", "cut after", "half an answer", "500 before", "400", "killed after"]
)
def test_a_revocation_whose_answer_is_lost_is_made_again(place: Place, fault: Fault) -> None:
    place.send(FIVE[:2])

    def revoke() -> str:
        with place.sender() as (ledger, sender):
            return sender.revoke(standing(ledger.history(COURSE, OURS))).problem

    place.factory.faults = {"revoke": fault}
    with suppress(Killed):
        assert revoke()
    assert place.actions("p0")[-1] == "issued"
    assert revoke() == ""
    assert place.factory.standing() == []
    assert place.actions("p0")[-1] == place.actions("p1")[-1] == "revoked"


def test_a_plan_for_a_badge_that_the_issuer_does_not_have_says_what_to_configure(place: Place) -> None:
    with pytest.raises(IssuingProblem, match=r"\[issuers\.obf\]"):
        place.plan((award(0, badge="leader"),))
    with pytest.raises(IssuingProblem, match="one kind at a time"):
        place.plan((award(0), award(1, course="other")))


@pytest.mark.parametrize("fault", FAULTS)
def test_no_message_and_no_log_holds_an_address_or_a_name(
    place: Place, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    import traceback

    caplog.set_level(logging.DEBUG)
    place.factory.faults = {"issue": fault, "recipient": fault} if fault != "no connection" else {0: fault}
    told: list[str] = []
    for _ in range(2):
        try:
            told += place.send(FIVE).says()
        except IssuingProblem as problem:
            told += traceback.format_exception(problem)
        except Killed:
            pass
    everything = "\n".join([*told, *place.told, caplog.text]).casefold()
    for each in FIVE:
        assert each.recipient.email.casefold() not in everything
        assert each.recipient.name.split()[0].casefold() not in everything
    assert "a-secret" not in everything
    assert "token-1" not in everything
