"""A thread that writes to the file beside the main one, so that a key's picture is made while the disk is busy.

One job at a time. Waiting for the disk happens inside SQLite, where Python's lock is not held; so the main thread goes
on as soon as the job has reached the disk. Who shows what the job wrote must land it first: see ``Recorder.settle``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait


class Flight:
    """A job that was given to the thread."""

    def __init__(self, future: Future[None], begun: threading.Lock) -> None:
        self._future, self._begun = future, begun

    def take_off(self) -> None:
        """Let the thread begin: as long as we hold Python's lock it does not get to the disk. Once, before landing."""
        self._begun.acquire()

    def land(self) -> None:
        """Wait for the end of the job, and raise what it raised."""
        self._future.result()


class Aside:
    """Does jobs in a thread of its own, which begins with the first of them."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._thread = 0
        self._under_way: Future[None] | None = None

    def start(self, job: Callable[[], None]) -> Flight:
        """Give a job to the thread, after the one before has ended. It wakes up while we do something else."""
        self.wait()
        begun = threading.Lock()
        begun.acquire()

        def fly() -> None:
            self._thread = threading.get_ident()
            begun.release()
            job()

        self._pool = self._pool or ThreadPoolExecutor(1, "store")
        self._under_way = self._pool.submit(fly)
        return Flight(self._under_way, begun)

    def wait(self) -> None:
        """Wait until no job is under way, whatever came of it; within a job there is nothing to wait for."""
        flight = self._under_way
        if flight is not None and threading.get_ident() != self._thread:
            if not flight.done():
                wait([flight])
            self._under_way = None

    def stop(self) -> None:
        """End the thread once its last job has ended."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
