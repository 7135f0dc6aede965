"""Open Badge Factory on this computer: what its API v2 is documented to do, with faults that can be planted.

``Factory`` is the service itself: it takes a request and says what to answer, and how the answer goes wrong on its way.
``Server`` serves it on a port of this computer; ``InProcess`` does without a network, for the tests with many faults.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, get_args
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec

CLIENT, SECRET, BADGE = "NGO1", "a-secret", "BADGE1"

Fault = Literal[
    "no connection",
    "400",
    "401",
    "429",
    "429 for an hour",
    "500 before",
    "500 after",
    "503 with a page",
    "408",
    "moved",
    "cut before",
    "cut after",
    "half an answer",
    "an empty answer",
    "another page",
    "says no",
    "late, never done",
    "late, done",
    "late, done much later",
    "killed before",
    "killed after",
]
FAULTS: tuple[Fault, ...] = get_args(Fault)

BEFORE = {
    "400": 400,
    "401": 401,
    "429": 429,
    "429 for an hour": 429,
    "500 before": 500,
    "503 with a page": 503,
    "408": 408,
    "moved": 302,
}
NEVER_DONE = {*BEFORE, "no connection", "cut before", "another page", "late, never done", "killed before"}


class Killed(BaseException):
    """The program dies here."""


class Answer(msgspec.Struct, frozen=True):
    """What is answered; ``way`` says what becomes of it on the way to the caller."""

    status: int
    content: bytes
    headers: dict[str, str] = {}
    way: Literal["whole", "cut", "half", "never", "killed", "no connection"] = "whole"


class Request(msgspec.Struct, frozen=True):
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    content: bytes

    @property
    def last(self) -> str:
        return self.path.rstrip("/").rpartition("/")[2]


class Factory:
    """The service. ``faults`` are by the number of the request, from 0 on, or by the last word of its path.

    ``page`` is how many rows it gives at most; ``lines`` makes lists one object a line, without ``totals`` they do not
    say how long they are, and without ``filters`` they are about every badge. ``now`` is its clock, in
    seconds, and ``token_pause`` the time between two tokens.
    """

    def __init__(self, now: Callable[[], float] = lambda: 0.0, page: int = 1000) -> None:
        self.now, self.page, self.lines = now, page, False
        self.faults: dict[int | str, Fault] = {}
        self.requests: list[Request] = []
        self.tokens: set[str] = set()
        self.token_seconds, self.token_pause = 3600, 10.0
        self.events: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []
        self.issuing_limit = 4885
        self.totals = self.filters = True
        self._later: list[Request] = []
        self._tokens_given = 0
        self._last_token: float | None = None

    # --- what a test looks at

    def standing(self, badge: str = BADGE) -> list[str]:
        """The addresses that have the badge now, as they were sent, one for each time."""
        events = {event["id"] for event in self.events if event["badge_id"] == badge}
        return sorted(row["email"] for row in self.rows if row["event_id"] in events and not row["revoked"])

    def calls(self, last: str) -> list[Request]:
        return [request for request in self.requests if request.last == last]

    def catch_up(self) -> None:
        """Do now what was left lying."""
        for request in self._later:
            self._issue(request)
        self._later.clear()

    def give(self, *addresses: str, badge: str = BADGE, consumer: str = "Moodle", log: str = "{}") -> str:
        """The badge issued by somebody else."""
        return self._new_event(badge, consumer, log, [{"email": each, "name": ""} for each in addresses])

    def fault(self) -> Fault | None:
        """What would go wrong with the next request, if that is planted by number."""
        return self.faults.get(len(self.requests))

    # --- requests

    def take(self, request: Request) -> Answer:
        number = len(self.requests)
        self.requests.append(request)
        fault = self.faults.get(number, self.faults.get(request.last))
        if fault is None:
            return self._answer(request)
        if request.last in self.faults and number not in self.faults:
            del self.faults[request.last]  # by its name a fault happens once
        return self._faulty(request, fault)

    def _faulty(self, request: Request, fault: Fault) -> Answer:
        if fault in BEFORE:
            headers = {
                "429": {"Retry-After": "30"},
                "429 for an hour": {"Retry-After": "3600"},
                "moved": {"Location": f"/v2/client/{CLIENT}"},
            }.get(fault, {})
            return Answer(BEFORE[fault], b"<html>down for maintenance: amina@example.org</html>", headers)
        if fault == "another page":
            return Answer(200, b"<html>Please accept the terms of this network</html>")
        if fault == "late, done much later" and request.last == "issue":
            self._later.append(request)
        elif fault not in NEVER_DONE and fault != "late, done much later":
            done = self._answer(request)
            if fault in ("half an answer", "an empty answer", "500 after", "says no"):
                return {
                    "half an answer": msgspec.structs.replace(done, way="half"),
                    "an empty answer": msgspec.structs.replace(done, content=b""),
                    "500 after": Answer(500, b"{}"),
                    "says no": Answer(200, b'{"success":false,"message":"amina@example.org"}'),
                }[fault]
        if fault == "no connection":
            return Answer(0, b"", way="no connection")
        return Answer(0, b"", way="cut" if "cut" in fault else "never" if "late" in fault else "killed")

    def _answer(self, request: Request) -> Answer:
        if request.path == "/v2/client/oauth2/token":
            return self._token(request)
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return Answer(401, b'{"error":"invalid token"}')
        match (request.method, request.path.split("/")[2:]):
            case "GET", ["client", client, "ping"] if client == CLIENT:
                return Answer(200, b"{}")
            case "GET", ["client", client] if client == CLIENT:
                return _json({"id": CLIENT, "tier": "pro", "issuing_limit": self.issuing_limit})
            case "POST", ["event", client, badge, "issue"] if client == CLIENT:
                return self._issue(request) if badge.startswith("BADGE") else Answer(404, b"{}")
            case "PUT", ["event", client, event, "revoke"] if client == CLIENT:
                return self._revoke(event, json.loads(request.content)["recipient"])
            case "GET", ["event", client, "recipient"] if client == CLIENT:
                return self._list(self._rows_of(request.query["badge_id"]), request)
            case "GET", ["event", client, event] if client == CLIENT:
                found = [each for each in self.events if each["id"] == event]
                return _json(found[0]) if found else Answer(404, b"{}")
            case "GET", ["event", client] if client == CLIENT:
                return self._list(self._events_of(request.query["badge_id"]), request)
        return Answer(404, b"{}")

    def _token(self, request: Request) -> Answer:
        form = {key: values[0] for key, values in parse_qs(request.content.decode()).items()}
        wanted = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET}
        if form != wanted:
            return Answer(400, b'{"error":"invalid_client"}')
        if self._last_token is not None and self.now() - self._last_token < self.token_pause:
            return Answer(429, b"{}", {"Retry-After": "10"})
        self._last_token = self.now()
        self._tokens_given += 1
        token = f"token-{self._tokens_given}"
        self.tokens.add(token)
        return _json({"access_token": token, "token_type": "bearer", "expires_in": self.token_seconds})

    def _issue(self, request: Request) -> Answer:
        body = json.loads(request.content)
        badge = request.path.split("/")[4]
        log = json.dumps(body["log_entry"])  # the service gives it back as text
        event = self._new_event(badge, body["api_consumer_id"], log, body["recipient"])
        return _json(
            {"success": True, "message": "", "resource_type": "event", "resource_id": event, "count": None}
        )

    def _new_event(self, badge: str, consumer: str, log: str, recipients: list[dict[str, str]]) -> str:
        event = f"E{len(self.events) + 1}"
        self.events.append(
            {"id": event, "badge_id": badge, "api_consumer_id": consumer, "log_entry": log, "issued_on": 0}
        )
        for recipient in recipients:
            self.rows.append(
                {
                    "event_id": event,
                    "assertion_id": f"A{len(self.rows) + 1}",
                    "email": recipient["email"],
                    "name": recipient["name"],
                    "received": False,
                    "in_passport": False,
                    "pdf_downloaded": False,
                    "expires_on": None,
                    "revoked": False,
                }
            )
        return event

    def _revoke(self, event: str, addresses: list[str]) -> Answer:
        found = [row for row in self.rows if row["event_id"] == event and row["email"] in addresses]
        for row in found:
            row["revoked"] = True
        return _json(
            {"success": True, "message": "", "resource_type": None, "resource_id": None, "count": len(found)}
        )

    def _events_of(self, badge: str) -> list[dict[str, Any]]:
        return [
            {key: value for key, value in event.items() if key != "log_entry"}
            for event in self.events
            if event["badge_id"] == badge or not self.filters
        ]

    def _rows_of(self, badge: str) -> list[dict[str, Any]]:
        events = {event["id"] for event in self._events_of(badge)}
        return [row for row in self.rows if row["event_id"] in events]

    def _list(self, rows: list[dict[str, Any]], request: Request) -> Answer:
        offset, limit = int(request.query["offset"]), int(request.query["limit"])
        if limit > 1000:
            return Answer(400, b"{}")
        page = rows[offset : offset + min(limit, self.page)]
        if self.lines:
            return Answer(200, b"".join(json.dumps(row).encode() + b"\n" for row in page))
        return _json({"result": page} | ({"total": len(rows)} if self.totals else {}))


def _json(value: object) -> Answer:
    return Answer(200, json.dumps(value).encode(), {"Content-Type": "application/json"})


class InProcess(httpx.BaseTransport):
    """The factory without a network."""

    def __init__(self, factory: Factory) -> None:
        self._factory = factory

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._factory.take(
            Request(
                request.method,
                request.url.path,
                dict(request.url.params),
                {key.lower(): value for key, value in request.headers.items()},
                request.read(),
            )
        )
        if answer.way == "killed":
            raise Killed
        if answer.way == "no connection":
            raise httpx.ConnectError("no route", request=request)
        if answer.way == "never":
            raise httpx.ReadTimeout("late", request=request)
        if answer.way in ("cut", "half"):
            raise httpx.RemoteProtocolError("peer closed connection", request=request)
        return httpx.Response(answer.status, content=answer.content, headers=answer.headers)


class Impatient(httpx.HTTPTransport):
    """The network, with no patience at all for the one request that is never answered."""

    def __init__(self, factory: Factory) -> None:
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))
        self._factory = factory

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if "late" in (self._factory.fault() or ""):
            request.extensions["timeout"]["read"] = 0.05
        return super().handle_request(request)


@contextmanager
def serving(factory: Factory) -> Iterator[str]:
    """Serve the factory on a port of this computer; gives the address."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def serve(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length", 0))
            answer = factory.take(
                Request(
                    self.command,
                    parts.path,
                    {key: values[0] for key, values in parse_qs(parts.query).items()},
                    {key.lower(): value for key, value in self.headers.items()},
                    self.rfile.read(length),
                )
            )
            self.close_connection = True
            if answer.way == "never":
                over.wait()
            if answer.way in ("never", "cut"):
                return
            self.send_response(answer.status)
            for key, value in answer.headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            half = len(answer.content) // 2
            self.wfile.write(answer.content[:half] if answer.way == "half" else answer.content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    for method in ("GET", "POST", "PUT"):
        setattr(Handler, f"do_{method}", Handler.serve)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()
