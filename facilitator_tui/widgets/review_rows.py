"""The rows of the review: turns, presence, notes, blocks and imports of a session, out of its state. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from facilitator_tui.dialogue.agenda import block_times
from facilitator_tui.dialogue.entries import Entry, Spoke, Stayed
from facilitator_tui.dialogue.platforms import platform_of
from facilitator_tui.dialogue.resolve import voided
from facilitator_tui.dialogue.state import Person, SessionState, Spell, Turn
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.widgets.figures import clock
from facilitator_tui.widgets.row_list import Row
from facilitator_tui.widgets.times import time_of_day

IMPORT = "import:"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 turn``, ``2 turns``; ``many`` where the plural is not formed with an s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


class Reviewed(msgspec.Struct, frozen=True):
    """Everything the panes of the review show.

    ``names`` are by person, ``texts`` of notes by entry, ``files`` of imports by source.
    """

    state: SessionState
    entries: Mapping[str, Entry]
    names: Mapping[str, str]
    texts: Mapping[str, str]
    plan: SessionPlan | None
    zone: str
    now_ms: int
    files: Mapping[str, str] = {}

    def name(self, person: str) -> str:
        return self.names.get(person) or "somebody"

    def time(self, ms: int | None) -> str:
        """The time of day in the session's zone; a dash for what has not happened."""
        return "–" if ms is None else time_of_day(ms, self.zone)

    @property
    def start_ms(self) -> int:
        return self.state.opened_ms or 0

    @property
    def end_ms(self) -> int:
        return self.state.end_ms(self.now_ms)


# --- turns


def turns_in_order(state: SessionState) -> list[Turn]:
    return sorted(state.turns, key=lambda turn: (turn.from_ms, turn.entry))


def turn_marks(turn: Turn) -> str:
    """What is to be known about a turn, in words."""
    marks = ["recorded"] if turn.recorded else []
    marks += ["asked"] if turn.asked else []
    marks += [f"may be up to {clock(turn.uncertain_ms)} longer"] if turn.uncertain_ms else []
    return ", ".join(marks)


def turn_rows(seen: Reviewed) -> list[Row]:
    return [
        Row(
            turn.entry,
            (
                seen.time(turn.from_ms),
                clock(turn.from_ms - seen.start_ms),
                seen.name(turn.person),
                clock(turn.ms),
                turn_marks(turn),
            ),
        )
        for turn in turns_in_order(seen.state)
    ]


# --- presence


class Stretch(msgspec.Struct, frozen=True):
    """A row of the presence pane: somebody's spell, a stretch that a platform reported, or nothing at all."""

    person: str
    spell: Spell | None = None
    reported: bool = False


def stretches(state: SessionState) -> dict[str, Stretch]:
    """Every stretch by the key of its row, person by person by seat; participants before the others."""
    found: dict[str, Stretch] = {}
    for person in sorted(state.seated(), key=lambda person: not person.counted):
        found |= {f"{person.id} {number}": each for number, each in enumerate(_stretches(person))}
    return found


def _stretches(person: Person) -> list[Stretch]:
    own = [Stretch(person.id, spell) for spell in person.spells]
    reported = [Stretch(person.id, Spell(s.from_ms, s.to_ms), reported=True) for s in person.reported]
    return (own or [Stretch(person.id)]) + reported


def spell_rows(seen: Reviewed) -> list[Row]:
    rows = []
    for key, each in stretches(seen.state).items():
        spell = each.spell
        if spell is None:
            said = "not marked as here" if seen.state.people[each.person].counted else "here, not marked"
            rows.append(Row(key, (seen.name(each.person), "–", "–", "", said), faint=True))
            continue
        start, end = spell.clipped(seen.end_ms)
        marks = ["by the platform's report"] if each.reported else []
        if spell.inferred:
            marks.append("arrival not marked; was heard" if spell.entry else "there from the beginning")
        marks += [f"on {spell.device}"] if spell.device else []
        marks += ["still here"] if spell.to_ms is None and not each.reported else []
        cells = (
            seen.name(each.person),
            seen.time(start),
            seen.time(spell.to_ms),
            clock(end - start),
            ", ".join(marks),
        )
        rows.append(Row(key, cells, faint=each.reported))
    return rows


# --- notes, blocks, imports


def note_rows(seen: Reviewed) -> list[Row]:
    rows = []
    for mark in seen.state.notes:
        who = seen.name(mark.person) if mark.person else "the group"
        text = "⚑ private flag" if mark.flag else seen.texts.get(mark.entry, "(erased)")
        rows.append(Row(mark.entry, (seen.time(mark.at_ms), who, text)))
    return rows


def difference(ms: int) -> str:
    """How much longer or shorter than planned, in words, for a reader without colours."""
    if abs(ms) < 30_000:
        return "as planned"
    return f"{clock(abs(ms))} {'longer' if ms > 0 else 'shorter'}"


def block_rows(seen: Reviewed) -> list[Row]:
    rows = []
    for each in block_times(seen.state, seen.plan, seen.end_ms):
        runs = sum(run.block == each.block for run in seen.state.agenda.runs)
        title = f"{each.title} (in {runs} parts)" if runs > 1 else each.title
        said = difference(each.ran_ms - each.planned_ms) if each.from_ms is not None else "not run"
        ran = clock(each.ran_ms) if each.from_ms is not None else "–"
        cells = (str(each.block + 1), title, seen.time(each.from_ms), clock(each.planned_ms), ran, said)
        rows.append(Row(str(each.block), cells, faint=each.from_ms is None))
    return rows


def import_rows(seen: Reviewed) -> list[Row]:
    """What came from files, by file: how many entries of which sort, and whether they count."""
    by_source: dict[str, list[Entry]] = {}
    for entry in seen.entries.values():
        if entry.source.startswith(IMPORT):
            by_source.setdefault(entry.source, []).append(entry)
    void = voided(seen.entries)
    rows = []
    for source, entries in sorted(by_source.items(), key=lambda item: item[1][0].logged_ms):
        turns = sum(isinstance(entry.fact, Spoke) for entry in entries)
        stays = sum(isinstance(entry.fact, Stayed) for entry in entries)
        parts = [counted(turns, "turn")] if turns else []
        parts += [counted(stays, "stretch", "stretches") + " of presence"] if stays else []
        counts = any(entry.id not in void for entry in entries)
        # Taken in before names of files were kept: the beginning of its fingerprint tells two files apart.
        file = seen.files.get(source) or f"file {source.rpartition(':')[2][:8]}"
        said = ", ".join(parts) or f"{len(entries)} entries"
        cells = (file, platform_of(source), said, "counts" if counts else "forgotten")
        rows.append(Row(source, cells, faint=not counts))
    return rows
