"""The one place that reaches behind Textual's public interface, and why.

* ``forgiving_input``: Textual 8.2 decodes the terminal's input strictly, in its input thread; a single byte that
  is not UTF-8 (line noise, a terminal set to Latin-1) ends the program; and an escape sequence within a paste
  turns the rest of the paste into keys. There is no public setting for either.
* ``RestingSelector``: Textual's input thread wakes ten times a second to see whether a lone Esc waits, all evening
  long. On a weak laptop that is most of what an idle program takes. It may rest while nobody types.
* ``SafeApp._display``: what a key changed may be shown only when it is on disk. A picture is made while the disk is
  still busy, so the moment to wait is the last one before its bytes go out; Textual has no hook there.
* ``SafeApp._fatal_error``: after an unhandled error Textual prints a traceback with the values of local
  variables, which here are names and notes of real people. There is no public hook for it.

Each is checked against the installed Textual by a test, so that an upgrade cannot silently undo it.
"""

from __future__ import annotations

import codecs
import os
import select
import selectors
import signal
import sys
from functools import partial
from types import SimpleNamespace
from typing import Any

from rich.console import RenderableType
from rich.segment import Segments
from rich.text import Text
from textual.app import App
from textual.screen import Screen

from facilitator_tui.pasted import PasteFilter


class RestingSelector(selectors.SelectSelector):
    """Waits longer once nothing has come for a while. What comes is there at once, however long it waits.

    After input it keeps to the time-out it is given until a lone Esc has had its time. A longer rest would be a longer
    wait at the end of the program, for Textual joins its thread.
    """

    AWAKE = 3
    """So many empty waits after the last input are as short as they were asked for."""

    REST_S = 0.3

    def __init__(self) -> None:
        super().__init__()
        self._empty = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        resting = self._empty >= self.AWAKE and timeout is not None and bool(self.get_map())
        found = super().select(self.REST_S if resting else timeout)
        self._empty = 0 if found else self._empty + 1
        return found


class _ForgivingDecoder(codecs.IncrementalDecoder):
    """Decodes what can be decoded, and makes pastes plain."""

    def __init__(self, errors: str = "replace") -> None:
        super().__init__(errors)
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._pastes = PasteFilter()

    def decode(self, input: Any, final: bool = False) -> str:
        return self._pastes.feed(self._utf8.decode(input, final))


def forgiving_input() -> None:
    """Let bytes that are not UTF-8 arrive as a replacement character, and pasted escape sequences as text.

    The input thread rests while nobody types.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    linux_driver.__dict__["getincrementaldecoder"] = lambda encoding: _ForgivingDecoder
    linux_driver.__dict__["selectors"] = SimpleNamespace(
        SelectSelector=RestingSelector, EVENT_READ=selectors.EVENT_READ
    )


class SafeApp(App[int]):
    """An app that ends in a sentence when something unforeseen happens, and when its terminal goes away."""

    debug_tracebacks = False

    def _fatal_error(self) -> None:
        from rich.traceback import Traceback

        if self.debug_tracebacks:
            last_words: Any = Traceback(show_locals=False)
        else:
            last_words = Text(
                "Something went wrong that should not have, and the program stopped. Everything that was shown "
                "as saved is safe; open the program again to go on. Run it with --debug to see where it happened."
            )
        self._exit_renderables.append(Segments(self.console.render(last_words, self.console.options)))
        self._close_messages_no_wait()

    def may_show(self) -> bool:
        """Whether what the next picture shows is true. One that may not be shown is dropped: make another one."""
        return True

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if renderable is None or self.may_show():
            super()._display(screen, renderable)

    def end_on_signals(self) -> None:
        """SIGTERM and SIGHUP end the program properly, with the terminal as it was."""
        import asyncio

        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    def terminal_is_gone(self) -> bool:
        """Whether the terminal was closed without a signal reaching us (nohup, some multiplexers)."""
        if sys.platform == "win32" or self.is_headless or sys.__stdin__ is None:
            return False
        poll = select.poll()
        try:
            poll.register(sys.__stdin__.fileno(), 0)
        except (OSError, ValueError):
            return True
        return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))

    def leave_without_terminal(self) -> None:
        """End at once: there is nobody to restore a terminal for, and everything shown is on disk already."""
        os._exit(128 + signal.SIGHUP)
