"""The register for auditors: nobody can be recognised in it, and nobody can change it unseen."""

from __future__ import annotations

import csv
import io
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator_tui.dialogue import commands as c
from facilitator_tui.exports.register import Register
from facilitator_tui.exports.register_chain import ChainProblem, check, code, to_chain
from tests.dialogue.fakes import AMAL, BRUNO
from tests.exports.registers import HOUR, NAMES, an_hour, register


def a_register() -> Register:
    first = an_hour((AMAL, 0, HOUR)).at(3700, c.Mark(BRUNO, "excused", "ill"))
    return register(first.at(4000, c.ConfirmAttendance()), an_hour((BRUNO, 600, HOUR)), private=True)


def test_it_holds_no_name_no_address_no_reason() -> None:
    text = to_chain(a_register()).decode()
    known = [
        part for named in NAMES.values() for part in (named.name, named.email, named.institution) if part
    ]
    assert not [part for part in [*known, "ill,", "Who belongs?"] if part in text]


def test_a_person_has_the_same_code_in_every_register() -> None:
    lines = list(csv.DictReader(io.StringIO(to_chain(a_register()).decode(), newline="")))
    assert {line["person"] for line in lines if line["status"] in ("present", "late")} == {
        code(AMAL),
        code(BRUNO),
    }
    assert code(AMAL) == sha256(b"amal").hexdigest()[:12]


def test_the_chain_is_what_the_page_says_it_is() -> None:
    head, *rows = to_chain(a_register()).decode().removesuffix("\r\n").split("\r\n")
    last = sha256(head.encode()).hexdigest()
    for row in rows:
        text, _, written = row.rpartition(",")
        last = sha256(f"{last}\n{text}".encode()).hexdigest()
        assert written == last
    assert check(to_chain(a_register())).last == last
    assert check(to_chain(a_register())).rows == len(rows) == 8


def test_an_empty_register_has_a_chain_too() -> None:
    assert check(to_chain(register())).rows == 0


@settings(max_examples=60)
@given(st.data())
def test_a_changed_character_is_found(data: st.DataObject) -> None:
    content = to_chain(a_register())
    at = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.sampled_from([byte for byte in b"0aZ,\n" if byte != content[at]]))
    with pytest.raises(ChainProblem):
        check(content[:at] + bytes([other]) + content[at + 1 :])


def test_other_line_breaks_are_no_change() -> None:
    content = to_chain(a_register())
    assert check(content.replace(b"\r\n", b"\n")) == check(content)


def test_a_row_that_was_taken_out_is_found_and_named() -> None:
    lines = to_chain(a_register()).split(b"\r\n")
    with pytest.raises(ChainProblem, match="Line 3"):
        check(b"\r\n".join([*lines[:2], *lines[3:]]))


@pytest.mark.parametrize("content", [b"", b"name,email\r\n", b"\xff\xfe", b"a,sha256", b"a,sha256\r\n1,x"])
def test_what_is_no_chain_is_told(content: bytes) -> None:
    with pytest.raises(ChainProblem):
        check(content)
