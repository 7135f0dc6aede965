"""Who is known only from sessions: guests whom somebody typed, and names of platforms' reports that nobody knew.

Who they turned out to be is in ``privacy.identity``, what they did in the journal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator_tui.store.guard import reading
from facilitator_tui.store.people import PersonRow

if TYPE_CHECKING:
    from facilitator_tui.store.file import Store

_BESIDE_THE_NAME = tuple(
    field for field in PersonRow.__struct_fields__ if field not in ("id", "name", "created_ms")
)


def only_guests(store: Store) -> set[str]:
    """The ids of those whom a session mentions, who never belonged to a subgroup, and of whom only a name is known.

    Whoever a roster tells more about, an address or a country, is no guest; nor is anybody who had a place when a
    session was opened.
    """
    nothing = " AND ".join(f"{field} = ''" for field in _BESIDE_THE_NAME)
    with reading(store):
        rows = store.rows(
            "WITH nameless AS (SELECT id FROM person "
            f"WHERE {nothing} AND id NOT IN (SELECT person FROM membership)), "
            "mentioned AS (SELECT coalesce(json_extract(payload, '$.person'), "
            "json_extract(payload, '$.seat.person')) AS id FROM entry) "
            "SELECT DISTINCT id FROM mentioned WHERE id IN (SELECT id FROM nameless) "
            "EXCEPT SELECT found.value FROM entry, json_tree(payload) AS found "
            "WHERE kind = 'opened' AND found.type = 'text'"
        )
    return {person for (person,) in rows}
