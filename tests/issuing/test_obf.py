"""The client speaks what is documented, and says after every call what is known: done, not done, or nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs

import httpx
import pytest

from facilitator_tui.issuing.obf import ObfClient
from facilitator_tui.issuing.problems import AnswerLost, IssuingProblem, ListIncomplete, NothingDone
from facilitator_tui.settings import Issuer
from tests.issuing.obf_server import (
    BADGE,
    FAULTS,
    NEVER_DONE,
    SECRET,
    Factory,
    Fault,
    InProcess,
    Killed,
    serving,
)
from tests.issuing.sendings import OBF, Time

TWO = [("amina@example.org", "Amina Ben Salah"), ("bruno@example.org", "Bruno Keller")]


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def factory(time: Time) -> Factory:
    return Factory(time.seconds)


@pytest.fixture
def client(factory: Factory, time: Time) -> Iterator[ObfClient]:
    with made(factory, time) as client:
        yield client


def made(factory: Factory, time: Time, secret: str = SECRET) -> ObfClient:
    http = httpx.Client(transport=InProcess(factory))
    return ObfClient(OBF, secret, http=http, steady=time.seconds, sleep=time.sleep)


def issue(client: ObfClient) -> str:
    return client.issue(BADGE, TWO, batch="b1", issued_ms=1_795_000_000_000, log={"course": "newcomers"})


def test_a_token_is_asked_for_once_and_used_until_it_expires(
    factory: Factory, client: ObfClient, time: Time
) -> None:
    client.ping()
    client.ping()
    [asked] = factory.calls("token")
    assert parse_qs(asked.content.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": [OBF.client],
        "client_secret": [SECRET],
    }
    assert factory.requests[-1].headers["authorization"] == "Bearer token-1"
    time.ms += 3_571_000  # half a minute before it expires
    client.ping()
    assert len(factory.calls("token")) == 2


def test_of_new_tokens_there_is_one_in_ten_seconds(factory: Factory, client: ObfClient, time: Time) -> None:
    factory.token_seconds = 0
    for _ in range(3):
        client.ping()
    assert len(factory.calls("token")) == 3
    assert time.waited == [10.0, 10.0]


def test_a_token_that_is_taken_away_is_asked_for_once_more(factory: Factory, client: ObfClient) -> None:
    client.ping()
    factory.tokens.clear()
    issue(client)
    assert len(factory.rows) == 2


def test_a_key_that_is_never_taken_says_who_can_mend_it(factory: Factory, client: ObfClient) -> None:
    factory.faults = {1: "401", 3: "401"}  # the second after a new token
    with pytest.raises(NothingDone, match="administers"):
        client.ping()
    assert len(factory.requests) == 4


def test_a_wrong_secret_is_told_and_not_repeated(factory: Factory, time: Time) -> None:
    client = made(factory, time, secret="wrong-secret")
    with pytest.raises(NothingDone, match="administers") as told:
        client.ping()
    assert "wrong-secret" not in str(told.value)


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if "killed" not in fault and fault != "429"])
def test_a_token_that_does_not_come_means_that_nothing_was_done(
    factory: Factory, client: ObfClient, fault: Fault
) -> None:
    factory.faults = {0: fault}
    with pytest.raises(NothingDone):
        issue(client)
    assert factory.events == []


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_said_after_issuing_is_never_wrong(factory: Factory, client: ObfClient, fault: Fault) -> None:
    factory.faults = {1: fault}
    said = "issued"
    try:
        issue(client)
    except NothingDone:
        said = "not issued"
    except (AnswerLost, Killed):
        said = "nobody can tell"
    factory.catch_up()
    assert said in ({"issued", "nobody can tell"} if factory.events else {"not issued", "nobody can tell"})
    if fault in NEVER_DONE and fault in ("400", "429 for an hour", "no connection"):
        assert said == "not issued"


def test_an_answer_about_fewer_people_is_no_clear_answer(factory: Factory, client: ObfClient) -> None:
    event = issue(client)
    client.revoke(event, ["amina@example.org"])
    with pytest.raises(AnswerLost, match="every badge"):
        client.revoke(event, ["amina@example.org", "nobody@example.org"])


@pytest.mark.parametrize(
    ("status", "words"), [(403, "level"), (404, "ids of the badges"), (422, "draft"), (418, "number")]
)
def test_a_refusal_says_where_to_look(status: int, words: str, time: Time) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("token"):
            return httpx.Response(200, json={"access_token": "t"})
        return httpx.Response(status, json={"error": "amina@example.org is no address"})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client = ObfClient(OBF, SECRET, http=http, steady=time.seconds, sleep=time.sleep)
    with pytest.raises(NothingDone, match=words) as told:
        issue(client)
    assert "@" not in str(told.value)


@pytest.mark.parametrize("fault", ["408", "500 before", "moved"])
def test_an_answer_that_says_neither_is_no_refusal(factory: Factory, client: ObfClient, fault: Fault) -> None:
    factory.faults = {"issue": fault}
    with pytest.raises(AnswerLost):
        issue(client)


# --- lists


@pytest.mark.parametrize(
    ("page", "lines", "totals"), [(1000, False, True), (2, False, True), (2, False, False)]
)
def test_a_list_is_read_page_by_page(
    factory: Factory, client: ObfClient, page: int, lines: bool, totals: bool
) -> None:
    factory.page, factory.lines, factory.totals = page, lines, totals
    for number in range(5):
        factory.give(f"p{number}@example.org")
    assert [row.email for row in client.recipients(BADGE)] == [
        f"p{number}@example.org" for number in range(5)
    ]
    assert [row.id for row in client.events(BADGE)] == ["E1", "E2", "E3", "E4", "E5"]


def test_a_list_may_come_as_one_object_a_line(factory: Factory, client: ObfClient) -> None:
    factory.page, factory.lines = 2, True
    for number in range(5):
        factory.give(f"p{number}@example.org")
    assert len(client.recipients(BADGE)) == len(client.events(BADGE)) == 5


def test_nobody_yet_is_a_complete_list(client: ObfClient) -> None:
    assert client.recipients(BADGE) == []


@pytest.mark.parametrize(
    "fault", ["an empty answer", "another page", "half an answer", "cut after", "late, done"]
)
@pytest.mark.parametrize("page", [0, 1])
def test_a_list_that_does_not_come_whole_is_none(
    factory: Factory, client: ObfClient, fault: Fault, page: int
) -> None:
    factory.page = 2
    for number in range(4):
        factory.give(f"p{number}@example.org")
    factory.faults = {1 + page: fault}
    with pytest.raises((ListIncomplete, AnswerLost)):
        client.recipients(BADGE)


def test_a_list_that_changes_while_it_is_read_is_none(time: Time) -> None:
    rows = [
        {"event_id": "E1", "email": f"p{number}@example.org", "assertion_id": f"A{number}"}
        for number in range(3)
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("token"):
            return httpx.Response(200, json={"access_token": "t"})
        offset = int(request.url.params["offset"])  # while we read, somebody new comes in at the front
        page = rows[:2] if offset == 0 else [rows[1]]
        return httpx.Response(200, json={"result": page, "total": 3})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    with pytest.raises(ListIncomplete, match="whole list"):
        ObfClient(OBF, SECRET, http=http, steady=time.seconds, sleep=time.sleep).recipients(BADGE)


def test_the_batch_is_read_from_what_was_written_to_the_event(factory: Factory, client: ObfClient) -> None:
    assert client.batch_of(issue(client)) == "b1"
    assert client.batch_of(factory.give("x@example.org", log="")) == ""


# --- waiting


def answers_429(*headers: dict[str, str]) -> httpx.MockTransport:
    waiting = list(headers)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("token"):
            return httpx.Response(200, json={"access_token": "t"})
        if waiting:
            return httpx.Response(429, headers=waiting.pop(0))
        return httpx.Response(200, json={})

    return httpx.MockTransport(answer)


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ([{"Retry-After": "7"}], [7.0]),
        ([{"Retry-After": "0"}], [1.0]),
        (
            [{"Retry-After": "Sun, 22 Nov 2026 10:00:40 GMT", "Date": "Sun, 22 Nov 2026 10:00:00 GMT"}],
            [40.0],
        ),
        ([{}, {"Retry-After": "soon"}, {}], [10.0, 20.0, 40.0]),
    ],
)
def test_it_waits_as_long_as_it_is_told(
    headers: list[dict[str, str]], waits: list[float], time: Time
) -> None:
    told: list[str] = []
    http = httpx.Client(transport=answers_429(*headers))
    client = ObfClient(OBF, SECRET, http=http, tell=told.append, steady=time.seconds, sleep=time.sleep)
    client.ping()
    assert time.waited == waits
    assert len(told) == len(waits)


def test_it_does_not_wait_for_ever(time: Time) -> None:
    http = httpx.Client(transport=answers_429(*[{"Retry-After": "100"}] * 9))
    with pytest.raises(NothingDone, match="too many calls"):
        ObfClient(OBF, SECRET, http=http, steady=time.seconds, sleep=time.sleep).ping()
    assert sum(time.waited) == 300


# --- the network


def test_over_a_real_connection_with_the_client_as_it_is_made(factory: Factory, time: Time) -> None:
    with serving(factory) as url:
        there = Issuer(name="obf", client=OBF.client, badges=OBF.badges, url=url)
        with ObfClient(there, SECRET, steady=time.seconds, sleep=time.sleep) as client:
            client.ping()
            event = issue(client)
            client.revoke(event, ["bruno@example.org"])
            assert [(row.email, row.is_revoked) for row in client.recipients(BADGE)] == [
                ("amina@example.org", False),
                ("bruno@example.org", True),
            ]
            assert client.about().issuing_limit == 4885


def test_nobody_is_followed_elsewhere(factory: Factory, time: Time) -> None:
    factory.faults = {"ping": "moved"}
    with serving(factory) as url:
        there = Issuer(name="obf", client=OBF.client, url=url)
        with (
            ObfClient(there, SECRET, steady=time.seconds, sleep=time.sleep) as client,
            pytest.raises(IssuingProblem),
        ):
            client.ping()
    assert [request.last for request in factory.requests] == ["token", "ping"]


def test_nobody_there_means_that_nothing_was_done(factory: Factory, time: Time) -> None:
    with serving(factory) as url:
        pass
    gone = Issuer(name="obf", client=OBF.client, url=url)
    with (
        ObfClient(gone, SECRET, steady=time.seconds, sleep=time.sleep) as client,
        pytest.raises(NothingDone, match="cannot be reached"),
    ):
        client.ping()
