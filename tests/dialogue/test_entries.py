"""The kinds of entry on their way to the store and back."""

from __future__ import annotations

import json
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator_tui.dialogue import entries as e

FACTS = st.one_of([st.from_type(kind) for kind in e.KINDS.values()])


@given(FACTS)
def test_every_fact_comes_back_from_the_store_as_it_went_in(fact: e.Fact) -> None:
    kind = e.KIND_OF[type(fact)]
    assert e.decode(kind, e.VERSION[kind], e.encode(fact)) == fact


def test_the_list_of_kinds_is_closed() -> None:
    assert set(e.KINDS.values()) == set(e.Fact.__subclasses__())
    assert set(e.VERSION) == set(e.KINDS)


def test_no_kind_has_room_for_a_name_or_free_text() -> None:
    """People and their words must be erasable while the journal stands, so facts hold ids only."""
    words = {name for kind in e.KINDS.values() for name in get_type_hints(kind)}
    assert not words & {"name", "text", "title", "email", "note", "words"}


def test_what_stands_on_disk_stays_readable() -> None:
    """Payloads as the first version wrote them; a change of a kind must go on reading these."""
    written = {
        "floor": '{"person":"amal"}',
        "opened": '{"plan":"0af3","seats":[{"person":"amal","number":1,"role":"participant"}],"planned_ms":7200000}',
        "rooms": '{"rooms":[["amal"],["bruno"]]}',
        "amend": '{"target":"an entry","at_ms":5,"ms":null,"person":null,"nobody":false}',
    }
    assert {kind: json.loads(e.encode(e.decode(kind, 1, text))) for kind, text in written.items()} == {
        kind: json.loads(text) for kind, text in written.items()
    }


@pytest.mark.parametrize(("kind", "version"), [("telepathy", 1), ("floor", 2)])
def test_an_entry_of_a_newer_program_is_refused_by_name(kind: str, version: int) -> None:
    with pytest.raises(e.UnknownEntry, match=f"{kind}.*Update the program"):
        e.decode(kind, version, "{}")


@pytest.mark.parametrize("payload", ["", "{", "[]", '{"person": 7}', "null", '{"person": "am'])
def test_a_damaged_payload_is_refused_with_the_kind_it_was(payload: str) -> None:
    with pytest.raises(e.UnknownEntry, match="floor"):
        e.decode("floor", 1, payload)
