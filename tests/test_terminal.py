"""The seams behind Textual's public interface: still there in the installed version, and doing what they are for."""

from __future__ import annotations

import inspect
import re
import selectors
import socket
import sys
from pathlib import Path

import pytest
from textual.app import App
from textual.drivers import linux_driver
from textual.screen import Screen

from facilitator_tui import terminal
from facilitator_tui.terminal import RestingSelector, SafeApp, forgiving_input

SEAM = "getincrementaldecoder"
SECRET = "Amina said something in confidence"


# --- the seams


def test_textuals_input_thread_still_takes_its_decoder_from_where_ours_is_put() -> None:
    assert callable(vars(linux_driver)[SEAM])
    assert f"{SEAM}(" in inspect.getsource(linux_driver.LinuxDriver)


def test_textuals_input_thread_still_waits_by_the_selector_that_is_replaced() -> None:
    source = inspect.getsource(linux_driver)
    assert set(re.findall(r"\bselectors\.(\w+)", source)) == {"SelectSelector", "EVENT_READ", "SelectorKey"}
    assert "selector.select(0.1)" in source


def test_while_nobody_types_the_input_thread_rests_and_wakes_with_the_first_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float | None] = []
    waiting = selectors.SelectSelector.select

    def told(self: selectors.SelectSelector, timeout: float | None = None) -> object:
        waits.append(timeout)
        return waiting(self, 0)

    monkeypatch.setattr(selectors.SelectSelector, "select", told)
    receiver, keyboard = socket.socketpair()
    selector = RestingSelector()
    selector.register(receiver, selectors.EVENT_READ)
    with receiver, keyboard:
        for _ in range(4):
            assert selector.select(0.1) == []
        assert waits == [0.1, 0.1, 0.1, RestingSelector.REST_S]
        keyboard.send(b"\x1b")
        assert len(selector.select(0.1)) == 1
        receiver.recv(1)
        selector.select(0.1)
        assert waits[-1] == 0.1, "a lone Esc is not kept waiting"
        selector.unregister(receiver)
        for _ in range(4):
            selector.select(0.1)
        assert waits[-1] == 0.1, "nothing can come any more: the program is ending"
    selector.close()


def test_textual_still_ends_by_the_methods_that_are_replaced_and_called() -> None:
    assert list(inspect.signature(App._fatal_error).parameters) == ["self"]
    assert "self._fatal_error()" in inspect.getsource(App)
    assert list(inspect.signature(App._close_messages_no_wait).parameters) == ["self"]
    assert App()._exit_renderables == []


def test_textual_still_shows_every_picture_by_the_method_that_waits_for_the_disk() -> None:
    assert list(inspect.signature(App._display).parameters) == ["self", "screen", "renderable"]
    refreshing = inspect.getsource(Screen._compositor_refresh)
    assert refreshing.count("app._display(") == refreshing.count("_compositor.render_"), (
        "no picture goes by another way"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands over characters, not bytes")
def test_bytes_that_are_no_text_arrive_as_a_replacement_character(monkeypatch: pytest.MonkeyPatch) -> None:
    for replaced in (SEAM, "selectors"):
        monkeypatch.setattr(linux_driver, replaced, vars(linux_driver)[replaced])
    forgiving_input()
    decode = vars(linux_driver)[SEAM]("utf-8")().decode
    assert decode(b"a\xffb") == "a\ufffdb"
    assert decode(b"\xc3") + decode(b"\xa9") == "é"
    assert decode(b"\xe2\x82", final=True) == "\ufffd"


# --- the last words


class Failing(SafeApp):
    """Fails in a handler, with a name in a local variable."""

    def on_mount(self) -> None:
        note = SECRET
        raise RuntimeError(f"no {len(note)}")


async def last_words(app: SafeApp, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(RuntimeError):
        async with app.run_test():
            pass
    captured = capsys.readouterr()
    return captured.out + captured.err + "".join(str(said) for said in app._exit_renderables)


async def test_what_nobody_foresaw_ends_in_a_sentence_without_anybodys_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = await last_words(Failing(), capsys)
    sentence = "Everything that was shown as saved is safe; open the program again to go on."
    assert sentence in " ".join(words.split())
    assert SECRET not in words
    assert "RuntimeError" not in words


async def test_for_debugging_it_says_where_but_still_not_with_what(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = Failing()
    app.debug_tracebacks = True
    words = await last_words(app, capsys)
    assert "on_mount" in words
    assert "RuntimeError" in words
    assert SECRET not in words


# --- a terminal that goes away


async def test_in_a_test_there_is_no_terminal_to_lose() -> None:
    app = SafeApp()
    async with app.run_test():
        assert not app.terminal_is_gone()


def test_everything_private_is_in_this_one_file() -> None:
    """Elsewhere in the package nothing reaches behind Textual."""
    package = Path(terminal.__file__).parent
    reaching = (
        "_fatal_error",
        "_exit_renderables",
        "_close_messages_no_wait",
        "textual._",
        "._forward_event",
    )
    found = [
        (file.name, name)
        for file in package.rglob("*.py")
        for name in reaching
        if name in file.read_text(encoding="utf-8")
    ]
    assert {file for file, _ in found} == {"terminal.py"}
