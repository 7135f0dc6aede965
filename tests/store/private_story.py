"""A person whose words and names lie in every table, each a *canary*: a word that stands nowhere else.

Told through the ways in that the program has: imports, the recorder, decisions, the ledger, the outbox.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec
from click.testing import CliRunner

from facilitator_tui import settings
from facilitator_tui.cli import front
from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.issuing.award import NewLine
from facilitator_tui.store.file import Store
from facilitator_tui.store.ledger import Ledger
from facilitator_tui.store.outbox import outbox_path, spill
from facilitator_tui.store.people import People
from tests.cohort_story import COURSE, DAY, MINUTE, CourseStory, on_day

WHO = "Zuleyha Qvist"
"""Given name and family name are canaries, too."""

OTHER = "Bruno Keller"

CANARIES = (
    "Zuleyha",
    "Qvist",
    "canary-mail",
    "canary-institution",
    "canary-country",
    "canary-level",
    "canary-consent",
    "canary-certificate",
    "canary-languages",
    "canary-availability",
    "canary-age",
    "canary-guardian",
    "canary-alias",
    "canary-guest",
    "canary-withdrew",
    "canary-note",
    "canary-undone",
    "canary-late-note",
    "canary-mark",
    "canary-settle",
    "canary-override",
    "canary-hold",
    "canary-issuer-mail",
    "canary-issuer-name",
    "canary-outbox",
    "canary-unread",
)


class PrivateStory:
    """Zuleyha and Bruno in one subgroup: two evenings, a report, tasks, decisions, a badge."""

    def __init__(self, store: Store, home: Path) -> None:
        self.store, self.home = store, home
        self.course = CourseStory(store, home)
        self.course.group("Blue", WHO, OTHER)
        self.who, self.other = self.course.ids[WHO], self.course.ids[OTHER]
        self.people = People(store, Random(9).getrandbits)
        self._master_data()
        self.first = self.course.holds("Blue", 1, 0, [WHO, OTHER], speaks=[WHO, OTHER, WHO], confirmed=False)
        self.second = self.course.holds("Blue", 2, 7, [WHO, OTHER])
        self._notes()
        self._report()
        self._tasks()
        self._decisions()
        self._ledger()
        self._outbox()
        self.people.withdraw(self.who, COURSE, on_day(55), "canary-withdrew", "me")

    @property
    def held(self) -> tuple[str, str]:
        """The sessions."""
        return (self.first, self.second)

    @property
    def outbox(self) -> Path:
        return settings.folder("config") / "outbox"

    def _master_data(self) -> None:
        given, _, family = WHO.partition(" ")
        self.people.update(
            self.who,
            given_name=given,
            family_name=family,
            email="canary-mail@example.org",
            institution="canary-institution",
            country="canary-country",
            language_level="canary-level",
            consent="canary-consent",
            certificate_name="canary-certificate",
            languages="canary-languages",
            availability="canary-availability",
            age="canary-age",
            guardian_consent="canary-guardian",
        )
        self.people.learn_alias(self.who, "canary-alias")

    def _notes(self) -> None:
        recorder, clock = self.course.recorder(self.first, 0, 121)
        must = self.course.must
        must(recorder, c.AddNote("canary-note #insight", self.who))
        clock.ms += MINUTE
        must(recorder, c.RaiseFlag(self.who))
        clock.ms += MINUTE
        must(recorder, c.AddNote("canary-undone", self.who))
        must(recorder, c.Undo())
        clock.ms += MINUTE
        must(recorder, c.AddNote("Zuleyha and Bruno understood one another"))
        must(recorder, c.AddNote("Bruno listens well", self.other))
        clock.ms += MINUTE
        must(recorder, c.Mark(self.who, "excused", "canary-mark"))
        must(recorder, c.Settle(self.who, "mine", (), "canary-settle"))
        must(recorder, c.ConfirmAttendance())

    def _report(self) -> None:
        """A platform calls her something else; later somebody says who that guest was."""
        report = self.home / "participants.csv"
        report.write_text(
            "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
            "canary-guest,,03/09/2026 06:00:00 PM,03/09/2026 07:30:00 PM,90,Yes\n"
            "Bruno Keller,bruno@example.org,03/09/2026 06:00:00 PM,03/09/2026 08:00:00 PM,120,Yes\n",
            encoding="utf-8",
        )
        self.run("import", "attendance", report, "--session", self.second)
        [self.guest] = [row.id for row in self.people.all() if row.name == "canary-guest"]
        recorder, _ = self.course.recorder(self.second, 8)
        self.course.must(recorder, c.Identify(self.guest, self.who))

    def _tasks(self) -> None:
        table = self.home / "handed-in.csv"
        table.write_text(
            f"Name,Task,Session,Date,Times,To\n{WHO},diary,1,2026-03-02 21:30,,\n"
            f"{OTHER},reaction,,2026-03-12 08:00,2,{WHO}\n",
            encoding="utf-8",
        )
        self.run("import", "responses", table, "--course", COURSE)

    def _decisions(self) -> None:
        cohort = self.course.cohort(42)
        cohort.hold("participant", self.who, "canary-hold", "me", on_day(42))
        cohort.release("participant", self.who, "me", on_day(43))
        cohort.override("participant", self.who, True, "canary-override", "me", on_day(44))
        cohort.hold("participant", self.who, "canary-hold, once more", "me", on_day(45))

    def _ledger(self) -> None:
        line = NewLine(
            course=COURSE,
            badge="participant",
            person=self.who,
            issuer="obf",
            action="issued",
            rule="ab",
            verdict="cd",
            batch="b1",
            at_ms=on_day(50),
            author="me",
            email="canary-issuer-mail@example.org",
            name="canary-issuer-name",
        )
        Ledger(self.store, Random(4).getrandbits).add([line])

    def _outbox(self) -> None:
        path = outbox_path(settings.folder("config"), self.second)
        note = e.Entry("waiting", self.second, on_day(7), on_day(7), "me", "key", e.Note(self.who))
        other = e.Entry("other", self.second, on_day(7), on_day(7), "me", "key", e.Note(self.other))
        spill(path, [note, other], {"waiting": "canary-outbox", "other": "Bruno asks"})
        path.with_suffix(".unread").write_bytes(
            b'{"id":"x","payload":{"person":"%s"},"text":"canary-unread"\n' % self.who.encode()
        )

    def write_late_note(self) -> None:
        """One more note, which only the file beside the store holds yet."""
        recorder, clock = self.course.recorder(self.second, 9)
        clock.ms += DAY
        self.course.must(recorder, c.AddNote("canary-late-note", self.who))

    def run(self, *words: object) -> str:
        done = CliRunner().invoke(front, [str(word) for word in words])
        assert done.exit_code == 0, done.output
        return done.output

    def files(self) -> list[Path]:
        """The store, what lies beside it, and the outbox; not the tables that were imported."""
        beside = [each for each in self.store.path.parent.glob(f"{self.store.path.name}*") if each.is_file()]
        return [*beside, *self.outbox.glob("*")]


def planted(files: list[Path]) -> set[str]:
    """The canaries that stand in any of these files, byte by byte."""
    contents = [each.read_bytes() for each in files]
    return {word for word in CANARIES if any(word.encode() in content for content in contents)}


def contents(store: Store) -> str:
    """Every row of every table, to be compared."""
    tables = [
        name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    ]
    return "\n".join(f"{table} {row}" for table in tables for row in store.rows(f"SELECT * FROM {table}"))


def journal(store: Store) -> bytes:
    return msgspec.json.encode(store.rows("SELECT * FROM entry ORDER BY seq"))
