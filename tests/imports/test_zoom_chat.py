"""Zoom chats: the shapes they come in, and that nothing private is let through."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator_tui.imports.normal import ChatFile, ChatMessage, shape
from facilitator_tui.imports.recognise import read_file, recognise
from tests.imports.conftest import RealFile, WriteFile

SECRET = "the secret plan"


def chat_of(path: Path) -> ChatFile:
    form = read_file(path)
    assert isinstance(form, ChatFile)
    return form


def clock(hours: int, minutes: int, seconds: int) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def test_the_real_chat_of_a_cloud_recording(real_file: RealFile) -> None:
    path = real_file("zoom/meeting001_chat.txt")

    form = chat_of(path)

    assert recognise(path) == "zoom_chat"
    assert (form.clock, len(form.messages), form.private_count) == ("meeting", 10, 0)
    assert form.messages[7] == ChatMessage(clock(0, 36, 43), "George Harrison", "", "Cockpit")


def test_the_real_chat_saved_by_hand(real_file: RealFile) -> None:
    form = chat_of(real_file("zoom/zoom-chat-2.txt"))

    assert (form.clock, len(form.messages)) == ("day", 10)
    assert form.messages[0] == ChatMessage(
        clock(8, 59, 2),
        "Jacob",
        "Everyone",
        "For yesterday's homework, I found all my answers in here https://www.google.com",
    )


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("18:00:05\tRoad to Rabat: Ana:\thello: all\n", "Road to Rabat: Ana", "hello: all"),
        ("18:00:05 From  Road to Rabat  to  Everyone:\n\thello\n\tall\n", "Road to Rabat", "hello all"),
        ("18:00:05 From  Lab: Ana O'Neill  to  Everyone : hello\n", "Lab: Ana O'Neill", "hello"),
        ("18:00:05\t From  Road to Rabat : hello\n", "Road to Rabat", "hello"),
        ("18:00:05\t From  Lab: Ana : hello\n", "Lab: Ana", "hello"),
        ("18:00:05 From Ana to Everyone:\r\n\thello\n> quoted\r\n", "Ana", "hello > quoted"),
        ("18:00:05 From Ana To Everyone: hello\n", "Ana", "hello"),
        ("18:00:05 From Ana to Zara to Everyone:\n\thello\n", "Ana to Zara", "hello"),
        ("18:00:05 Von Jürgen an Alle:\n\thallo\n", "Jürgen", "hallo"),
        ("18:00:05 De Inès à Tout le monde :\n\tbonjour\n", "Inès", "bonjour"),
        ("18:00:05 De Inés a Todos:\n\thola\n", "Inés", "hola"),
        ("18:00:05 Da Chiara a Tutti:\n\tciao\n", "Chiara", "ciao"),
    ],
)
def test_messages_to_everyone(line: str, name: str, text: str, file_of: WriteFile) -> None:
    form = chat_of(file_of(line))

    assert [(message.name, message.text) for message in form.messages] == [(name, text)]
    assert form.messages[0].at_ms == clock(18, 0, 5)
    assert form.private_count == 0


def test_a_chat_without_times(file_of: WriteFile) -> None:
    form = chat_of(
        file_of("From  Ana  to  Everyone:\n\thello\nFrom  Rui  to  Ana(Direct Message):\n\tpsst\n")
    )

    assert form.clock == "none"
    assert form.messages == (ChatMessage(None, "Ana", "Everyone", "hello"),)
    assert form.private_count == 1


@pytest.mark.parametrize(
    "private",
    [
        "18:01:00 From  Rui  to  Ana(Direct Message):\n\t{}\n",
        "18:01:00 From Rui to Ana(Direct Message):\n\t{}\n",
        "18:01:00 From  Rui  to  Ana(Privately) : {}\n",
        "18:01:00 Rui  to  Ana(Privately) : {}\n",
        "18:01:00\t From  Rui   to   Ana(Privately) : {}\n",
        "18:01:00\t From  Rui  to  Ana : {}\n",
        "18:01:00 From Rui to Ana : {}\n",
        "18:01:00 From Rui to Ana: {}\n",
        "18:01:00 From  Rui  to  Ana(Direct Message): {} and say it  to  Everyone : now\n",
        "18:01:00 From Rui to Ana(Direct Message): {} and say it to Everyone: now\n",
        "18:01:00 From Rui to Ana: {} and say it to Everyone:\n",
        "18:01:00 From  Rui  to  Ana(Direct Message):\n\t{}\n\nFrom Rui to Everyone: {}\n",
        "18:01:00 From  Rui  to  Host & Co-hosts:\n\t{}\n",
        "18:01:00 Von Rui an Ana(Direktnachricht):\n\t{}\n",
        "18:01:00 De Rui a Ana(Mensaje directo):\n\t{}\n",
        "18:01:00\tRui to Ana(Direct Message):\t{}\n",
    ],
)
def test_private_messages_are_only_counted(private: str, file_of: WriteFile) -> None:
    before = "18:00:00 From  Ana  to  Everyone:\n\thello\n"
    after = "18:02:00 From  Ana  to  Everyone:\n\tbye\n"

    form = chat_of(file_of(before + private.replace("{}", SECRET) + after))

    assert SECRET not in repr(form)
    assert [message.text for message in form.messages] == ["hello", "bye"]
    assert form.private_count == 1
    assert form.warnings == ("1 message is private, or to somebody in particular, and left out.",)


NAMES = st.text(st.sampled_from("Aß to:()'1 "), min_size=1, max_size=12).filter(
    lambda name: name.strip() != ""
)
BODIES = st.text(st.sampled_from("x to From Everyone : \t\n"), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(sender=NAMES, receiver=NAMES, body=BODIES)
def test_no_private_message_gets_through_whatever_the_names(
    sender: str, receiver: str, body: str, file_of: WriteFile
) -> None:
    first = "18:00:00 From  Ana  to  Everyone:\n\thello\n"
    for opening in (
        f"18:01:00 From  {sender}  to  {receiver}(Direct Message):\n\t{SECRET} {body}\n",
        f"18:01:00 From  {sender}  to  {receiver}(Privately) : {SECRET} {body}\n",
        f"18:01:00 From {sender} to {receiver}(Direct Message): {SECRET} {body}\n",
    ):
        assert SECRET not in str(shape(chat_of(file_of(first + opening))))


def test_the_clock_goes_on_over_midnight(file_of: WriteFile) -> None:
    text = "23:59:50 From  Ana  to  Everyone : late\n00:00:10 From  Ana  to  Everyone : later\n"

    form = chat_of(file_of(text))

    assert [message.at_ms for message in form.messages] == [clock(23, 59, 50), clock(24, 0, 10)]


def test_a_line_inside_a_message_that_looks_like_the_beginning_of_one(file_of: WriteFile) -> None:
    form = chat_of(file_of("18:00:00 From  Ana  to  Everyone : my poem\nFrom me to you: hello\n"))

    assert [message.text for message in form.messages] == ["my poem From me to you: hello"]


def test_the_documented_shape(file_of: WriteFile) -> None:
    assert shape(chat_of(file_of("18:00:00 From  Ana  to  Everyone : hi \x1b[31mthere\n"))) == {
        "kind": "chat",
        "platform": "zoom",
        "clock": "day",
        "messages": [{"at_ms": clock(18, 0, 0), "name": "Ana", "to": "Everyone", "text": "hi there"}],
        "private_count": 0,
        "warnings": [],
    }


@pytest.mark.parametrize("tail", [" " * 900_000, "  to" * 200_000, " to " * 200_000, ": " * 400_000])
def test_a_hostile_line_costs_little(tail: str, file_of: WriteFile) -> None:
    assert chat_of(file_of(f"18:00:00 From  Ana  to  Everyone : hi\n18:00:01 From  Ana{tail}\n")).messages
