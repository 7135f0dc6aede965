"""A program that records into a store and says so, to be killed, starved or locked out by a test.

``python -m tests.store.writer HOW FILE [N]`` prints the number of an entry when its recorder calls it saved.
HOW is "honest" or, for the proof that a test would notice, "boastful": says so first and saves a little later.
"full" may write no more than N bytes into a file until a line comes in, "holding" only locks the file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from facilitator_tui.clock import SystemClock
from facilitator_tui.dialogue import commands as c
from facilitator_tui.recorder import Done, NotSaved, Recorder
from facilitator_tui.store import sqlite
from facilitator_tui.store.file import Store
from tests.dialogue.fakes import AMAL, BRUNO, SEATS

SESSION = "a session"


def prepared(path: Path) -> Path:
    """A store with one session that has not begun."""
    with Store.open(path) as store:
        store.connection.execute(
            "INSERT INTO session (id, title, created_ms) VALUES (?, 'Who belongs?', 0)", (SESSION,)
        )
    return path


def recorder_of(store: Store) -> Recorder:
    return Recorder(store.journal(SESSION), SystemClock(), Random().getrandbits, SESSION, "me")


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201


def record(path: Path, boastful: bool) -> None:
    import time

    with Store.open(path) as store:
        recorder = recorder_of(store)
        recorder.do(c.Open(SEATS))
        while True:
            if boastful:
                say(recorder.saved + 1)
                time.sleep(0.005)
                recorder.do(c.GiveFloor(AMAL))
            else:
                recorder.do(c.GiveFloor(AMAL))
                say(recorder.saved)


def record_until_full(path: Path, limit: int) -> None:
    """Say "saved n" or "refused n reason" for each key; a line on the input makes room again."""
    import resource

    with Store.open(path) as store:
        recorder = recorder_of(store)
        recorder.do(c.Open(SEATS))
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        refused = 0
        while refused < 5:
            outcome = recorder.do(c.GiveFloor(BRUNO))
            if isinstance(outcome, NotSaved):
                refused += 1
                say("refused", recorder.unsaved, outcome.reason)
            elif isinstance(outcome, Done):
                say("saved", recorder.saved)
        sys.stdin.readline()
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        say("retried", recorder.retry(), recorder.saved)


def hold(path: Path) -> None:
    connection = sqlite.connect(path)
    connection.execute("BEGIN IMMEDIATE")
    say("held")
    sys.stdin.readline()
    connection.execute("ROLLBACK")
    connection.close()


if __name__ == "__main__":
    how, file = sys.argv[1], Path(sys.argv[2])
    if how == "full":
        record_until_full(file, int(sys.argv[3]))
    elif how == "holding":
        hold(file)
    else:
        record(file, how == "boastful")
