"""The queries of docs/coordinators.md run over a real store and answer what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from facilitator_tui.demo import FACILITATOR, PEOPLE, furnish
from facilitator_tui.reporting import report_of
from facilitator_tui.store.derived import rebuild_all
from facilitator_tui.store.file import Store
from facilitator_tui.store.sessions import Sessions
from tests.docs.pages import examples, page

PRESENT, SPOKE, BLOCKS = examples(page("coordinators"), "sql")
NOW_MS = 1_795_453_200_000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The demonstration: nine people and a facilitator, one session held."""
    path = tmp_path / "demo.db"
    furnish(path, now_ms=NOW_MS)
    store = Store.open(path)
    rebuild_all(store)
    return store


def answer(store: Store, query: str) -> list[dict[str, object]]:
    return list(Database(store.connection, execute_plugins=False).query(query))


def test_who_was_there(store: Store) -> None:
    found = answer(store, PRESENT)
    session = next(row for row in Sessions(store).all() if row.closed_ms)
    report = {p.name: p for p in report_of(store, session).participants}
    assert {row["participant"] for row in found} == set(PEOPLE)
    for row in found:
        assert row["minutes"] == report[str(row["participant"])].present_ms // 60_000
        assert row["subgroup"] == "Blue subgroup"
        assert row["spells"] == 1


def test_who_spoke_how_much(store: Store) -> None:
    found = answer(store, SPOKE)
    session = next(row for row in Sessions(store).all() if row.closed_ms)
    report = {p.name: p for p in report_of(store, session).participants}
    assert FACILITATOR not in {row["participant"] for row in found}
    assert {row["participant"]: row["turns"] for row in found} == {
        p.name: p.turns for p in report.values() if p.turns
    }
    for row in found:
        person = report[str(row["participant"])]
        assert row["minutes"] == pytest.approx(person.talk_ms / 60_000, abs=0.051)
        assert row["percent"] == pytest.approx(100 * (person.share or 0), abs=0.051)


def test_which_blocks_take_longer_than_planned(store: Store) -> None:
    found = answer(store, BLOCKS)
    session = next(row for row in Sessions(store).all() if row.closed_ms)
    report = {block.title: block for block in report_of(store, session).blocks}
    assert {row["block"] for row in found} == set(report)
    for row in found:
        block = report[str(row["block"])]
        assert row["sessions"] == 1
        assert row["planned"] == pytest.approx(block.planned_ms / 60_000, abs=0.051)
        assert row["minutes"] == pytest.approx(block.ran_ms / 60_000, abs=0.051)
    longer = [float(str(row["longer"])) for row in found]
    assert longer == sorted(longer, reverse=True)


def test_the_tables_that_the_page_names_are_the_tables(store: Store) -> None:
    text = page("coordinators")
    ours = [name for name in store.tables().table_names() if not name.startswith(("_", "sqlite_"))]
    assert [name for name in ours if f"`{name}`" not in text] == []
