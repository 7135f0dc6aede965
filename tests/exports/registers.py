"""Registers for the tests of their forms: sessions told second by second, with names and reasons."""

from __future__ import annotations

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue.entries import Seat
from facilitator_tui.dialogue.log import SessionLog
from facilitator_tui.exports.register import Attendance, Named, Register
from facilitator_tui.exports.register_build import Taken, build
from facilitator_tui.plans.course import Presence
from tests.dialogue.fakes import AMAL, BRUNO, CHIARA, DENIZ, FAIZA, T0, Session, ms

RULE = Presence(from_percent=60, late_after_s=300)
HOUR = 3600

NAMES = {
    AMAL: Named("Amal Ben Youssef", "amal@example.org", "Université de Sfax", "Tunisia"),
    BRUNO: Named("Bruno Keller", "bruno@example.org", "", "Germany"),
    CHIARA: Named("Chiara Conti", "chiara@example.org"),
    DENIZ: Named("Deniz Yıldız", "deniz@example.org"),
    FAIZA: Named("Faiza Haddad", "faiza@example.org"),
}

SEATS = (
    Seat(AMAL, 1),
    Seat(BRUNO, 2),
    Seat(CHIARA, 3),
    Seat(DENIZ, 0, "observer"),
    Seat(FAIZA, 0, "facilitator"),
)


def an_hour(*stays: tuple[str, float, float]) -> Session:
    """A session of an hour; these people were there from second to second."""
    session = Session(SEATS)
    moments = sorted([(start, who) for who, start, _ in stays] + [(end, who) for who, _, end in stays])
    for second, who in moments:
        session.at(second, c.ToggleHere(who))
    return session.at(HOUR, c.Close())


def taken(session: Session, id: str = "s-1", title: str = "Who belongs?") -> Taken:
    """The session as the register takes it in, with the reasons that its journal kept."""
    return Taken(
        id=id,
        title=title,
        log=SessionLog(session.journal.read()),
        subgroup="Group A",
        course="Dialogue",
        module=2,
        zone="Europe/Rome",
        planned_ms=T0,
        planned_length_ms=HOUR * 1000,
        presence=RULE,
        reasons=session.journal.texts,
    )


def register(*sessions: Session, private: bool = False) -> Register:
    """The register of these sessions, s-1, s-2, …"""
    told = [taken(session, f"s-{number}") for number, session in enumerate(sessions, start=1)]
    return build(told, NAMES, made_ms=ms(90_000), private=private)


def row(found: Register, person: str, session: str = "s-1") -> Attendance:
    return next(each for each in found.rows if each.person == person and each.session == session)
