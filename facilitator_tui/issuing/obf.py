"""The client of Open Badge Factory's API v2: one method a call, each with what is known after it.

What is called here is described at https://openbadgefactory.com/obf-api-v2; the shapes of answers are those of the
issuer's own Moodle plugin. Nothing here knows the ledger: when to call is decided in ``sending``. ``httpx`` is imported
when a client is made.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from facilitator_tui.issuing.obf_answers import (
    About,
    EventDetail,
    EventRow,
    RecipientRow,
    Reply,
    Token,
    decoded,
    page_of,
    retry_after,
)
from facilitator_tui.issuing.problems import AnswerLost, ListIncomplete, NothingDone
from facilitator_tui.settings import Issuer

if TYPE_CHECKING:
    import httpx

Row = TypeVar("Row", EventRow, RecipientRow)

CONSUMER: Final = "facilitator_tui"
"""The ``api_consumer_id`` by which the issuer's list of events tells ours from others."""

PAGE: Final = 1_000
MOST_PAGES: Final = 200
TOKEN_PAUSE_S: Final = 10.0
"""The service gives at most one new token in that time."""

MOST_WAIT_S: Final = 300.0
"""For how long a call waits in all when the service asks to come back later."""

_CONNECT_S, _ANSWER_S = 10.0, 60.0

_REFUSALS: Final = {
    400: "Check there that the badge is no draft and that every address is one.",
    403: "Check there that the level of the organisation includes the API, and that the key may issue this badge.",
    404: "Check the client and the ids of the badges in the configuration: the service does not know one of them.",
    422: "Check there that the badge is no draft and that every address is one.",
}


def silent(_text: str) -> None:
    """A progress callback for callers that show none."""


class ObfClient:
    """Calls the service for one issuer; close it, or use it in a ``with``.

    ``tell`` is called with a sentence when a call has to wait. ``steady`` (seconds, never going back) and ``sleep`` are
    handed in by tests. Every method raises ``NothingDone`` or ``AnswerLost``, and means it; lists also raise
    ``ListIncomplete``.
    """

    def __init__(
        self,
        issuer: Issuer,
        secret: str,
        *,
        http: httpx.Client | None = None,
        tell: Callable[[str], None] = silent,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.issuer = issuer
        self._secret, self._http = secret, http or _http()
        self._tell, self._steady, self._sleep = tell, steady, sleep
        self._token, self._token_until = "", 0.0
        self._next_token_at: float | None = None

    def __enter__(self) -> ObfClient:
        return self

    def __exit__(self, *exc: object) -> None:
        self._http.close()

    # --- what can be asked

    def ping(self) -> None:
        """Whether the service is there and takes our key."""
        self._done(self._call("GET", f"/v2/client/{self.issuer.client}/ping"))

    def about(self) -> About:
        """What the service says about the organisation's account."""
        answer = self._call("GET", f"/v2/client/{self.issuer.client}")
        self._done(answer)
        return decoded(answer.content, About) or About()

    def issue(
        self,
        badge: str,
        recipients: Sequence[tuple[str, str]],
        *,
        batch: str,
        issued_ms: int,
        log: Mapping[str, str],
    ) -> str:
        """Issue a badge to these addresses (each with a name) and give the id of the event.

        ``batch`` and ``log`` are kept at the issuer with the event, and hold nothing personal. Making this call again
        issues again: nobody at the other end looks for that.
        """
        body = {
            "recipient": [{"email": email, "name": _harmless(name)} for email, name in recipients],
            "issued_on": issued_ms // 1000,
            "api_consumer_id": CONSUMER,
            "log_entry": {**log, "batch": batch},
            "send_email": True,
            "show_report": True,
        }
        reply = self._replied(self._call("POST", f"/v2/event/{self.issuer.client}/{badge}/issue", body=body))
        if reply.count not in (None, len(recipients)) or not reply.resource_id:
            raise AnswerLost(
                f"{self.issuer.name} took the call, but does not say that it issued every badge."
            )
        return reply.resource_id

    def revoke(self, event: str, addresses: Sequence[str]) -> None:
        """Revoke what these addresses were given in the event. Making this call again changes nothing."""
        path = f"/v2/event/{self.issuer.client}/{event}/revoke"
        reply = self._replied(self._call("PUT", path, body={"recipient": list(addresses)}))
        if reply.count not in (None, len(addresses)):
            raise AnswerLost(
                f"{self.issuer.name} took the call, but does not say that it revoked every badge."
            )

    def events(self, badge: str) -> list[EventRow]:
        """Every time that the badge was issued, by whomever. The list is complete, or ``ListIncomplete`` is raised."""
        rows = self._list(f"/v2/event/{self.issuer.client}", {"badge_id": badge}, EventRow)
        return [row for row in rows if row.badge_id in (None, badge)]

    def recipients(self, badge: str) -> list[RecipientRow]:
        """Everybody to whom the badge was issued. The list is complete, or ``ListIncomplete`` is raised."""
        return self._list(f"/v2/event/{self.issuer.client}/recipient", {"badge_id": badge}, RecipientRow)

    def batch_of(self, event: str) -> str:
        """The batch that was named when the event was issued; empty where none was."""
        answer = self._call("GET", f"/v2/event/{self.issuer.client}/{event}")
        self._done(answer)
        detail = decoded(answer.content, EventDetail)
        if detail is None:
            raise ListIncomplete(
                f"{self.issuer.name} gave half an answer about what was issued. Try again later."
            )
        return detail.batch

    # --- how it is asked

    def _list(self, path: str, query: Mapping[str, str], kind: type[Row]) -> list[Row]:
        rows: list[Row] = []
        total: int | None = None
        for _ in range(MOST_PAGES):
            answer = self._call("GET", path, query={**query, "limit": str(PAGE), "offset": str(len(rows))})
            self._done(answer)
            page = page_of(answer.content, kind)
            if page is None or (not rows and not answer.content.strip()):
                break  # nothing at all is no list, not even an empty one
            found, said = page
            rows += found
            total = total if said is None else said
            if not found or (total is not None and len(rows) >= total):
                if total not in (None, len(rows)) or len(set(rows)) != len(rows):
                    break  # the list changed while it was read
                return rows
        raise ListIncomplete(
            f"{self.issuer.name} did not give the whole list of what was issued. Try again in a few minutes."
        )

    def _replied(self, answer: httpx.Response) -> Reply:
        self._done(answer)
        reply = decoded(answer.content, Reply)
        if reply is None or not reply.success:
            raise AnswerLost(f"{self.issuer.name} answered, but not in a way that says what it did.")
        return reply

    def _done(self, answer: httpx.Response) -> None:
        """Raise what the status of the answer means, unless it means that everything is well."""
        status, name = answer.status_code, self.issuer.name
        if 200 <= status < 300:
            return
        if status == 401:
            raise self._unknown_key(status)
        if 400 <= status < 500 and status != 408:
            hint = _REFUSALS.get(status, "Ask the issuer what the number means.")
            raise NothingDone(f"{name} refused and did nothing (status {status}). {hint}")
        raise AnswerLost(f"{name} had a failure of its own (status {status}), and does not say what it did.")

    def _unknown_key(self, status: int) -> NothingDone:
        return NothingDone(
            f"{self.issuer.name} does not take our key (status {status}). Somebody who administers the organisation "
            "there can make a new secret under Admin tools, API; keep that one in the keyring or the environment."
        )

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
    ) -> httpx.Response:
        answer = self._patient(method, path, query, body)
        if answer.status_code == 401:  # the token has expired or was revoked; with a 401 nothing was done
            self._token = ""
            answer = self._patient(method, path, query, body)
        return answer

    def _patient(
        self, method: str, path: str, query: Mapping[str, str] | None, body: object
    ) -> httpx.Response:
        def call() -> httpx.Response:
            return self._once(
                method,
                path,
                params=query,
                content=None if body is None else msgspec.json.encode(body),
                headers={"Authorization": f"Bearer {self._a_token()}", "Content-Type": "application/json"},
            )

        return self._until_not_busy(call)

    def _until_not_busy(self, call: Callable[[], httpx.Response]) -> httpx.Response:
        """The first answer that is no 429. With a 429 nothing was done, so waiting and asking again is safe."""
        waited, pause = 0.0, TOKEN_PAUSE_S
        while (answer := call()).status_code == 429:
            wait = max(1.0, retry_after(answer.headers, pause))
            if waited + wait > MOST_WAIT_S:
                minutes = max(1, round(wait / 60))
                raise NothingDone(
                    f"{self.issuer.name} asks to wait for {minutes} min: it has had too many calls. What was not sent "
                    "is written down as such; send again later."
                )
            self._tell(f"{self.issuer.name} asks to wait {round(wait)} s …")
            self._sleep(wait)
            waited, pause = waited + wait, 2 * pause
        return answer

    def _a_token(self) -> str:
        if self._token and self._steady() < self._token_until:
            return self._token
        answer = self._until_not_busy(self._ask_for_token)
        if answer.status_code in (400, 403):  # as OAuth2 says that it does not know the client or its secret
            raise self._unknown_key(answer.status_code)
        try:
            self._done(answer)
            token = decoded(answer.content, Token)
            if token is None or not (token.access_token.isascii() and token.access_token.isprintable()):
                raise AnswerLost(f"{self.issuer.name} gave no key that can be used.")
        except AnswerLost as lost:
            raise NothingDone(f"{lost} Nothing was sent. Try again in a few minutes.") from None
        self._token = token.access_token
        self._token_until = self._steady() + max(token.expires_in / 2, token.expires_in - 30)
        return self._token

    def _ask_for_token(self) -> httpx.Response:
        wait = 0.0 if self._next_token_at is None else self._next_token_at - self._steady()
        if wait > 0:
            self._tell(f"{self.issuer.name} gives a new key in {round(wait)} s …")
            self._sleep(wait)
        self._next_token_at = self._steady() + TOKEN_PAUSE_S
        form = {
            "grant_type": "client_credentials",
            "client_id": self.issuer.client,
            "client_secret": self._secret,
        }
        try:
            return self._once("POST", "/v2/client/oauth2/token", data=form)
        except AnswerLost as lost:
            raise NothingDone(f"{lost} Nothing was sent.") from None

    def _once(self, method: str, path: str, **details: Any) -> httpx.Response:
        """One request and its whole answer. The errors of the network become what they say about the call."""
        import httpx

        name = self.issuer.name
        try:
            return self._http.request(method, self.issuer.url + path, **details)
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.PoolTimeout,
            httpx.UnsupportedProtocol,
        ) as error:
            raise NothingDone(
                f"{name} cannot be reached ({type(error).__name__}). Check the connection and the url in the "
                "configuration; nothing was sent."
            ) from None
        except httpx.TimeoutException as error:
            raise AnswerLost(f"{name} did not answer in time ({type(error).__name__}).") from None
        except httpx.HTTPError as error:
            raise AnswerLost(f"The connection to {name} broke off ({type(error).__name__}).") from None


def connect(issuer: Issuer, *, tell: Callable[[str], None] = silent) -> ObfClient:
    """The client for a configured issuer, with its secret. Raises ``SecretProblem``; calls nobody yet."""
    from facilitator_tui.issuing.credentials import secret_of

    return ObfClient(issuer, secret_of(issuer.name), tell=tell)


def _http() -> httpx.Client:
    """A client that checks certificates, follows nobody elsewhere, and makes a connection of its own for each call.

    On a connection that was kept open, one that the other side has just closed looks like an answer that was lost.
    """
    import httpx

    return httpx.Client(
        timeout=httpx.Timeout(_ANSWER_S, connect=_CONNECT_S),
        limits=httpx.Limits(max_keepalive_connections=0),
        follow_redirects=False,
    )


def _harmless(name: str) -> str:
    """The name, or nothing where it would be taken for a name with an address."""
    return "" if "<" in name or ">" in name else name
