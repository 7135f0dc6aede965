"""A thread that writes to the file beside the main one, so that a key's picture is made while the disk is busy.

One job at a time. Waiting for the disk happens inside SQLite, where Python's lock is not held; so the main thread goes
on as soon as the job has reached the disk. Who shows what the job wrote must land it first: see ``Recorder.settle``.

Two locks and a queue in place of an executor: on the path of every key its futures cost twice as much.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from types import TracebackType


class Flight:
    """A job that was given to the thread, which does it within ``with flight``."""

    def __init__(self, job: Callable[[], None]) -> None:
        self.job = job
        self._error: BaseException | None = None
        self._begun, self._ended = threading.Lock(), threading.Lock()
        self._begun.acquire()
        self._ended.acquire()

    def __enter__(self) -> None:
        self._begun.release()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Whatever went wrong is raised where the job is landed, not in the thread."""
        self._error = error
        self._ended.release()
        return True

    def take_off(self) -> None:
        """Let the thread begin: as long as we hold Python's lock it does not get to the disk. Once, before landing."""
        self._begun.acquire()

    def wait(self) -> None:
        """Wait for the end of the job, whatever came of it."""
        with self._ended:
            return

    def land(self) -> None:
        """Wait for the end of the job, and raise what it raised."""
        self.wait()
        if self._error is not None:
            raise self._error


class Aside:
    """Does jobs in a thread of its own, which begins with the first of them."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Flight | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._under_way: Flight | None = None

    def start(self, job: Callable[[], None]) -> Flight:
        """Give a job to the thread, after the one before has ended. It wakes up while we do something else."""
        self.wait()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="store", daemon=True)
            self._thread.start()
        flight = self._under_way = Flight(job)
        self._jobs.put(flight)
        return flight

    def wait(self) -> None:
        """Wait until no job is under way; within a job there is nothing to wait for."""
        flight = self._under_way
        if flight is not None and threading.current_thread() is not self._thread:
            flight.wait()
            self._under_way = None

    def stop(self) -> None:
        """End the thread once its last job has ended."""
        self.wait()
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (flight := self._jobs.get()) is not None:
            with flight:
                flight.job()
