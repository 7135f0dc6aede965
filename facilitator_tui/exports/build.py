"""Concludes the report of a session from its journal, plan, names and notes. Pure; nothing is written here.

A session that was never closed is counted until its last entry, so that the same journal gives the same report
whenever it is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue import equity
from facilitator_tui.dialogue.agenda import block_times
from facilitator_tui.dialogue.conclusions import as_ended, block_at, end_ms, was_present
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.dialogue.state import Person, SessionState, Spell, Turn, present_ms, reported_ms
from facilitator_tui.dialogue.words import shown_name
from facilitator_tui.exports import model as m
from facilitator_tui.plans.model import SessionPlan

_TAG = re.compile(r"(?<!\w)#(\w[\w-]*)")


def tags(text: str) -> tuple[str, ...]:
    """The #tags of a note, without the sign, each once."""
    return tuple(dict.fromkeys(_TAG.findall(text)))


def build(
    log: SessionLog,
    about: m.About,
    plan: SessionPlan | None = None,
    names: Mapping[str, str] | None = None,
    note_texts: Mapping[str, str] | None = None,
    *,
    private: bool = False,
) -> m.Report:
    """The report. ``names`` are by person, ``note_texts`` by entry; private flags only with ``private``."""
    return _Builder(log, about, plan, names or {}, note_texts or {}).report(private)


class _Builder:
    """What the parts of the report have in common: the state, its end, the source of talk, the names."""

    def __init__(
        self,
        log: SessionLog,
        about: m.About,
        plan: SessionPlan | None,
        names: Mapping[str, str],
        note_texts: Mapping[str, str],
    ) -> None:
        self.log, self.about, self.plan, self.note_texts = log, about, plan, note_texts
        self.state, self.end_ms = as_ended(log.state), end_ms(log.state)
        self._given = names
        self.names = {
            person.id: shown_name(names.get(person.id, ""), person.number, person.role)
            for person in self.state.people.values()
        }
        self.source = _talk_source(self.state)
        self.turns = [turn for turn in self.state.turns if turn.recorded == (self.source == "recording")]

    def report(self, private: bool) -> m.Report:
        talk = self._talk(self.state.people.values())
        facilitators = self._talk(p for p in self.state.people.values() if p.role == "facilitator")
        fair = self._fair_shares()
        seated = [person for person in self.state.seated() if not self._is_empty_chair(person)]
        participants = tuple(self._person(p, fair) for p in seated if p.counted)
        return m.Report(
            session=self._header(),
            talk_source=self.source,
            talk_ms=talk,
            facilitators_talk_ms=facilitators,
            facilitators_share=facilitators / talk if talk else None,
            participants=participants,
            others=tuple(self._person(p, {}) for p in seated if not p.counted),
            equity=self._equity(participants),
            blocks=self._blocks(),
            turns=self._turns(),
            rounds=self._rounds(),
            rooms=self._rooms(),
            notes=self._notes(),
            flags=self._flags() if private else None,
            gaps=tuple(m.GapReport(gap.from_ms, gap.to_ms) for gap in self.state.gaps),
            corrections=_corrections(self.log.entries.values()),
            precision=self._precision(),
        )

    def _header(self) -> m.Header:
        state, about = self.state, self.about
        opened = state.opened_ms
        return m.Header(
            id=about.id,
            title=about.title,
            subgroup=about.subgroup,
            course=about.course,
            module=about.module,
            zone=about.zone,
            plan_title=self.plan.title if self.plan else "",
            plan_sha256=state.plan,
            planned_ms=about.planned_ms or state.planned_ms or None,
            opened_ms=opened,
            ended_ms=self.end_ms if self.log.entries else None,
            closed=self.log.state.closed_ms is not None,
            length_ms=self.end_ms - opened if opened is not None else 0,
        )

    # --- people

    def _talk(self, people: Iterable[Person]) -> int:
        return sum(self._talk_ms(person) for person in people)

    def _talk_ms(self, person: Person) -> int:
        return person.recorded.ms if self.source == "recording" else person.talk.ms

    def _is_empty_chair(self, person: Person) -> bool:
        """A seat that was never named and where nobody ever sat."""
        return person.counted and not self._given.get(person.id) and not was_present(person)

    def _person(self, person: Person, fair: Mapping[str, float | None]) -> m.PersonReport:
        peers = self.state.participants() if person.counted else self.state.people.values()
        of_talk = self._talk(peers)
        summed = person.recorded if self.source == "recording" else person.talk
        mine = [turn for turn in self.turns if turn.person == person.id]
        return m.PersonReport(
            id=person.id,
            name=self.names[person.id],
            role=person.role,
            seat=person.number,
            was_present=was_present(person),
            spells=tuple(
                m.PresenceSpell(
                    *spell.clipped(max(self.end_ms, spell.from_ms)), _by_acting(spell), spell.device
                )
                for spell in person.spells
            ),
            reported=tuple(m.ReportedSpell(*span.clipped(self.end_ms)) for span in person.reported),
            present_ms=present_ms(person, self.end_ms),
            reported_ms=reported_ms(person) if person.reported else None,
            talk_ms=summed.ms,
            share=summed.ms / of_talk if of_talk else None,
            fair_share=fair.get(person.id),
            turns=summed.turns,
            short_turns=sum(turn.ms < m.SHORT_MS for turn in mine),
            longest_ms=summed.longest_ms,
            by_key_ms=person.talk.ms,
            recorded_ms=person.recorded.ms,
            interjections=person.interjections,
            passes=person.passes,
            trouble_ms=self._trouble_ms(person),
        )

    def _trouble_ms(self, person: Person) -> int:
        return sum(end - start for start, end in (span.clipped(self.end_ms) for span in person.troubles))

    def _fair_shares(self) -> dict[str, float | None]:
        """By the own log's presence; by the platform's where nobody logged any."""
        people = [person for person in self.state.participants() if was_present(person)]
        own = any(person.spells for person in people)
        present = {p.id: present_ms(p, self.end_ms) if own else reported_ms(p) for p in people}
        return equity.fair_shares({person.id: self._talk_ms(person) for person in people}, present)

    def _equity(self, participants: tuple[m.PersonReport, ...]) -> m.EquityReport:
        present = [person for person in participants if person.was_present]
        ids = {person.id for person in present}
        found = equity.measure(
            [person.talk_ms for person in present],
            [person.turns for person in present],
            [turn.person for turn in sorted(self.turns, key=_by_time) if turn.person in ids],
        )
        return m.EquityReport(
            people=found.people,
            gini_population=found.gini_population,
            gini_n_minus_1=found.gini_sample,
            entropy_nats=found.entropy,
            entropy_normalised=found.entropy_normalised,
            hhi=found.hhi,
            effective_n=found.effective_n,
            hoover=found.hoover,
            cv_talk=found.cv_talk,
            cv_turns=found.cv_turns,
            turn_taking_index=found.turn_taking,
        )

    # --- the run of the session

    def _turns(self) -> tuple[m.TurnReport, ...]:
        """Every turn, by key and recorded, in order of time."""
        return tuple(
            m.TurnReport(
                person=turn.person,
                name=self.names[turn.person],
                role=self.state.people[turn.person].role,
                from_ms=turn.from_ms,
                to_ms=turn.to_ms,
                ms=turn.ms,
                recorded=turn.recorded,
                asked=turn.asked,
                uncertain_ms=turn.uncertain_ms,
                block=block_at(self.state, turn.from_ms),
                entry=turn.entry,
            )
            for turn in sorted(self.state.turns, key=_by_time)
        )

    def _blocks(self) -> tuple[m.BlockReport, ...]:
        times = block_times(self.state, self.plan, self.end_ms)
        return tuple(m.BlockReport(**msgspec.structs.asdict(time)) for time in times)

    def _named(self, people: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.names.get(person, "Guest") for person in people)

    def _rounds(self) -> tuple[m.RoundReport, ...]:
        return tuple(
            m.RoundReport(
                began_ms=go_round.began_ms,
                order=self._named(go_round.order),
                heard=self._named(go_round.asked),
                not_heard=self._named(go_round.left),
            )
            for go_round in self.state.rounds
        )

    def _rooms(self) -> tuple[m.RoomReport, ...]:
        return tuple(
            m.RoomReport(
                room=stay.room,
                person=stay.person,
                name=self.names[stay.person],
                from_ms=stay.from_ms,
                to_ms=stay.clipped(self.end_ms)[1],
            )
            for stay in self.state.room_stays
        )

    # --- notes and how exact it all is

    def _notes(self) -> tuple[m.NoteReport, ...]:
        return tuple(
            m.NoteReport(
                at_ms=note.at_ms,
                person=note.person,
                name=self.names.get(note.person, ""),
                text=self.note_texts.get(note.entry, ""),
                tags=tags(self.note_texts.get(note.entry, "")),
                block=block_at(self.state, note.at_ms),
                entry=note.entry,
            )
            for note in self.state.notes
            if not note.flag
        )

    def _flags(self) -> tuple[m.FlagReport, ...]:
        return tuple(
            m.FlagReport(
                at_ms=flag.at_ms,
                person=flag.person,
                name=self.names.get(flag.person, ""),
                block=block_at(self.state, flag.at_ms),
                entry=flag.entry,
            )
            for flag in self.state.notes
            if flag.flag
        )

    def _precision(self) -> tuple[str, ...]:
        said = [_ON_SOURCE[self.source]]
        short = sum(turn.ms < m.SHORT_MS for turn in self.turns)
        if self.source == "keys" and short:
            said.append(f"{short} of {len(self.turns)} turns were shorter than 3 s and are counted apart.")
        uncertain = [turn for turn in self.state.turns if turn.uncertain_ms]
        if uncertain:
            most = sum(turn.uncertain_ms for turn in uncertain) / 1000
            said.append(
                f"{len(uncertain)} turns were interrupted when recording stopped; together they may have "
                f"lasted up to {most:.0f} s longer."
            )
        if self.state.gaps:
            missing = sum(gap.to_ms - gap.from_ms for gap in self.state.gaps) / 1000
            said.append(f"Nothing was recorded for {missing:.0f} s in {len(self.state.gaps)} interruptions.")
        if self.log.state.running:
            said.append("The session was not closed; it is counted until its last entry.")
        if any(_by_acting(spell) for person in self.state.people.values() for spell in person.spells):
            said.append(
                "Some arrivals were not marked; they are counted from the first thing the person did."
            )
        return tuple(said)


def _by_acting(spell: Spell) -> bool:
    """Whether an arrival was concluded from what the person did; the team is there from the beginning."""
    return spell.inferred and bool(spell.entry)


_ON_SOURCE: dict[m.TalkSource, str] = {
    "keys": (
        f"Turns were logged by hand: each edge may be off by {m.EDGE_S} s, and pauses or overlaps shorter than "
        "that are not in the log."
    ),
    "recording": (
        "Turns come from a recording or transcript, with its own precision; turns may overlap, so the sum of "
        "talk can be longer than the session."
    ),
    "none": "No turns were logged.",
}


def _by_time(turn: Turn) -> tuple[int, str]:
    return (turn.from_ms, turn.entry)


def _talk_source(state: SessionState) -> m.TalkSource:
    if state.keyed:
        return "keys"
    return "recording" if state.turns else "none"


def _corrections(entries: Iterable[e.Entry]) -> m.Corrections:
    facts = [entry.fact for entry in entries]
    return m.Corrections(
        taken_back=sum(isinstance(fact, e.Void) for fact in facts),
        amended=sum(isinstance(fact, e.Amend) for fact in facts),
    )
