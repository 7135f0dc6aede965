"""The line mode: one command in words, one line of answer for each durable entry.

The words and their answers live here (docs/line-mode.md describes them); where lines come from and go to is the
command's business. Everything goes through the same Recorder as the live screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from facilitator_tui.dialogue import commands as c
from facilitator_tui.dialogue import entries as e
from facilitator_tui.dialogue.replan import Replan, replan
from facilitator_tui.dialogue.state import Agenda, Person
from facilitator_tui.dialogue.views import board
from facilitator_tui.dialogue.words import describe, shown_name
from facilitator_tui.exports.times import length
from facilitator_tui.line_words import VERBS, NotUnderstood, explain, split, ways, whole
from facilitator_tui.plain import plain
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.recorder import Done, Outcome, Recorder, Refused
from facilitator_tui.store.errors import StoreProblem
from facilitator_tui.store.file import Store
from facilitator_tui.store.people import People
from facilitator_tui.store.sessions import SessionRow, Sessions

NOTE_LIMIT = 10_000
"""The most characters of a note."""

_MOST_MINUTES = 600
_NOT_BEGUN = "The session has not begun yet; “open” begins it."


_WORDS = frozenset(verb.word for verb in VERBS)
_DO_NOT_OPEN = ("open", "who", "help", "quit")
_SIMPLE: dict[str, c.Command] = {
    "close": c.Close(),
    "quiet": c.Silence(),
    "back": c.PreviousBlock(),
    "pause": c.TogglePause(),
    "round": c.ToggleRound(),
    "undo": c.Undo(),
    "redo": c.Redo(),
}
_ABOUT_SOMEBODY: dict[str, Callable[[str], c.Command]] = {
    "hand": c.ToggleHand,
    "pass": c.Pass,
    "say": c.Interject,
    "trouble": c.ToggleTrouble,
    "was": c.ItWas,
}


class LineMode:
    """Answers lines for one session.

    ``opens_itself``: a command that needs a running session opens it first (a session started on the spot).
    """

    def __init__(
        self,
        store: Store,
        row: SessionRow,
        recorder: Recorder,
        *,
        opens_itself: bool = False,
    ) -> None:
        self._store, self._row, self._recorder = store, row, recorder
        self._opens_itself = opens_itself
        self._waiting: list[e.Entry] = []
        self._names: dict[str, str] = {}
        self._plan: SessionPlan | None = None
        self._listed: tuple[Agenda, Replan] | None = None
        self._reread()

    @property
    def unsaved(self) -> int:
        """How many entries are not durable."""
        return self._recorder.unsaved

    # --- answering

    def resume(self) -> Iterator[str]:
        """Say that recording goes on after an interruption."""
        yield from self._do(c.Resume(self._recorder.log.last_logged_ms))

    def answer(self, line: str) -> Iterator[str]:
        """The answer to one line, which is written as it is asked for. "quit" is the caller's to understand."""
        verb, rest = split(plain(line, NOTE_LIMIT + 40))
        if not verb:
            yield from self.retry()
        if not verb or verb.startswith("#"):
            return
        yield from self._catch_up()
        try:
            if verb not in _WORDS:
                raise NotUnderstood(f"There is no command “{plain(verb, 40)}”; “help” lists them.")
            if self._opens_itself and self._recorder.state.opened_ms is None and verb not in _DO_NOT_OPEN:
                yield from self._open()
            yield from self._answer(verb, rest)
        except (NotUnderstood, StoreProblem) as error:
            yield f"no {error}"

    def retry(self) -> Iterator[str]:
        """Try once more to save what waits; an empty line does it."""
        self._recorder.retry()
        yield from self._saved_late()

    def _catch_up(self) -> Iterator[str]:
        """Take in what a colleague's program wrote meanwhile, and a clock that was moved."""
        if self._recorder.refresh():
            self._reread()
        jumped = self._recorder.notice_jump()
        if jumped is not None:
            yield from self._told(jumped)

    def _answer(self, verb: str, rest: str) -> Iterator[str]:
        if verb in _SIMPLE and not rest:
            return self._do(_SIMPLE[verb])
        if verb in _ABOUT_SOMEBODY:
            return self._do(_ABOUT_SOMEBODY[verb](self._somebody(rest).id))
        if verb in _SIMPLE:
            raise NotUnderstood(f"“{verb}” stands alone on its line.")
        return self._specials()[verb](rest)

    def _specials(self) -> dict[str, Callable[[str], Iterator[str]]]:
        return {
            "open": lambda rest: self._open(),
            "join": self._join,
            "left": self._left,
            "floor": self._floor,
            "f": lambda rest: self._floor("f"),
            "flag": lambda rest: self._do(c.RaiseFlag(self._somebody(rest).id if rest else "")),
            "note": self._note,
            "next": lambda rest: self._do(c.NextBlock(len(self._plan.during()) if self._plan else 0)),
            "extend": self._extend,
            "replan": self._replan,
            "rooms": self._rooms,
            "move": self._move,
            "earlier": lambda rest: self._do(c.Earlier(whole(rest, "earlier 5", 1, 86_400))),
            "name": self._name,
            "guest": self._guest,
            "who": lambda rest: self._who(),
            "help": lambda rest: explain(),
            "quit": lambda rest: iter(()),
        }

    # --- writing

    def _do(self, command: c.Command) -> Iterator[str]:
        outcome = self._recorder.do(command)
        yield from self._told(outcome)

    def _told(self, outcome: Outcome) -> Iterator[str]:
        if isinstance(outcome, Refused):
            yield f"no {outcome.reason}"
            return
        if isinstance(outcome, Done):
            yield from self._saved_late()
            for entry in outcome.entries:
                yield self._ok(entry)
            return
        yield f"no not saved yet: {outcome.reason}"
        self._waiting += outcome.entries
        yield from self._saved_late()

    def _saved_late(self) -> Iterator[str]:
        """The ``ok`` lines of what waited for the disk and is durable now."""
        durable = len(self._waiting) - self._recorder.unsaved
        if durable <= 0:
            return
        ready, self._waiting = self._waiting[:durable], self._waiting[durable:]
        for entry in ready:
            yield self._ok(entry)

    def _ok(self, entry: e.Entry) -> str:
        words = describe(entry.fact, self._called, self._recorder.log.entries)
        if isinstance(entry.fact, e.BlockBegan) and self._plan is not None:
            blocks = self._plan.during()
            words += f": {plain(blocks[entry.fact.block].title)}" if entry.fact.block < len(blocks) else ""
        return f"ok {entry.id} {words}"

    # --- single words

    def _open(self) -> Iterator[str]:
        state = self._recorder.state
        seats: tuple[e.Seat, ...] = ()
        if state.opened_ms is None:
            seats = Sessions(self._store).seats_to_open(self._row, self._recorder.now_ms())
        yield from self._do(c.Open(seats, self._row.plan, self._row.planned_ms or 0))
        self._reread()

    def _join(self, rest: str) -> Iterator[str]:
        person = self._somebody(rest)
        if person.here:
            raise NotUnderstood(f"{self._called(person.id)} is here already.")
        return self._do(c.MarkHere(person.id, True, self._recorder.now_ms()))

    def _left(self, rest: str) -> Iterator[str]:
        person = self._somebody(rest)
        if not person.here:
            raise NotUnderstood(f"{self._called(person.id)} is not here.")
        return self._do(c.ToggleHere(person.id))

    def _floor(self, rest: str) -> Iterator[str]:
        person, floor = self._somebody(rest), self._recorder.state.floor
        if floor is not None and floor.person == person.id:
            raise NotUnderstood(f"{self._called(person.id)} has the floor already; “quiet” ends the turn.")
        return self._do(c.GiveFloor(person.id))

    def _note(self, rest: str) -> Iterator[str]:
        first, text = split(rest)
        if first == "0":
            return self._do(c.AddNote(text))
        if first.isdecimal() or first == "f":
            return self._do(c.AddNote(text, self._somebody(first).id))
        return self._do(c.AddNote(rest))

    def _extend(self, rest: str) -> Iterator[str]:
        return self._do(c.Extend(whole(rest, "extend 2", -_MOST_MINUTES, _MOST_MINUTES) * 60_000))

    def _replan(self, rest: str) -> Iterator[str]:
        """List the ways to finish on time, or take one of those that were listed: a number must not change meaning."""
        agenda = self._recorder.state.agenda
        if rest:
            if self._listed is None or self._listed[0] != agenda:
                raise NotUnderstood("“replan” alone lists the ways; then choose one: replan 1.")
            proposals = self._listed[1].proposals
            return self._do(c.Replan(proposals[whole(rest, "replan 1", 1, len(proposals)) - 1].lengths))
        if not self._recorder.state.running:
            raise NotUnderstood("The session is not running; there is nothing to re-plan.")
        found = replan(self._recorder.state, self._plan, self._recorder.now_ms())
        if not found.proposals:
            raise NotUnderstood(found.sentence)
        self._listed = (agenda, found)
        return ways(found)

    def _rooms(self, rest: str) -> Iterator[str]:
        rooms = tuple(
            tuple(self._somebody(who.strip()).id for who in room.split(",") if who.strip())
            for room in rest.split("/")
            if room.strip()
        )
        everybody = [person for room in rooms for person in room]
        if len(set(everybody)) < len(everybody):
            raise NotUnderstood("Somebody is named twice; nobody can be in two rooms.")
        return self._do(c.OpenRooms(rooms))

    def _move(self, rest: str) -> Iterator[str]:
        who, _, room = rest.rpartition(" ")
        return self._do(c.Move(self._somebody(who.strip()).id, whole(room, "move 3 2", 0, 20)))

    def _name(self, rest: str) -> Iterator[str]:
        who, name = split(rest)
        person = self._somebody(who)
        if not name:
            raise NotUnderstood("Write the seat, then the name: name 3 Amina.")
        People(self._store).update(person.id, name=name)
        self._reread()
        yield f"named {person.id} {self._seat(person)} is {self._called(person.id)}"

    def _guest(self, rest: str) -> Iterator[str]:
        if not rest:
            raise NotUnderstood("Write the name: guest Amina.")
        if self._recorder.state.opened_ms is None:
            raise NotUnderstood(_NOT_BEGUN)
        person = People(self._store).add(rest, self._recorder.now_ms())
        self._names[person] = plain(rest)
        return self._do(c.TakeSeat(e.Seat(person, 0), self._recorder.state.running))

    # --- people

    def _reread(self) -> None:
        """Read the names and the plan again; what was read before stays where the file cannot be read now."""
        state = self._recorder.state
        digest = state.plan or self._row.plan
        try:
            self._names.update(People(self._store).names(state.people))
            if digest and self._plan is None:
                self._plan = Sessions(self._store).plan(digest)
        except StoreProblem:
            return

    def _called(self, person_id: str) -> str:
        person = self._recorder.state.people.get(person_id) or Person(person_id)
        return shown_name(self._names.get(person_id, ""), person.number, person.role)

    def _seat(self, person: Person) -> str:
        return f"seat {person.number}" if person.number else f"the {person.role} without a seat"

    def _somebody(self, who: str) -> Person:
        """Who is meant: a seat's number, f, or a name or the beginning of one."""
        state, wanted = self._recorder.state, who.casefold()
        if not who:
            raise NotUnderstood("Write who is meant, by the number of the seat: floor 3.")
        if state.opened_ms is None:
            raise NotUnderstood(_NOT_BEGUN)
        if wanted == "f":
            found = state.facilitator()
            return found or _nobody("This session has no facilitator.")
        if who.isdecimal():
            seat = int(who[:9])
            return state.at_number(seat) or _nobody(f"Nobody sits at {seat}.")
        names = {person.id: self._called(person.id).casefold() for person in state.people.values()}
        same = [person for person, name in names.items() if name == wanted]
        close = same or [person for person, name in names.items() if name.startswith(wanted)]
        if len(close) == 1:
            return state.people[close[0]]
        raise NotUnderstood(
            f"“{plain(who, 40)}” can mean {len(close)} people; use the number of the seat."
            if close
            else f"Nobody here is called “{plain(who, 40)}”; “who” lists everybody."
        )

    def _who(self) -> Iterator[str]:
        """Two blanks before each line, so that a script tells them from what was written."""
        state = self._recorder.state
        if state.opened_ms is None:
            yield f"  {_NOT_BEGUN}"
            return
        floor = self._called(state.floor.person) if state.floor is not None else "nobody"
        rows = board(state, self._recorder.now_ms())
        here = sum(row.attendance == "here" and row.role == "participant" for row in rows)
        yield f"  {here} participants are here; {floor} has the floor."
        for row in rows:
            seat = str(row.number or ("f" if row.role == "facilitator" else "–"))
            extra = f", hand {row.hand}" if row.hand else ""
            extra += ", technical trouble" if row.trouble_ms is not None else ""
            spoke = f"{length(row.talk_ms)} in {row.turns} {'turn' if row.turns == 1 else 'turns'}"
            yield f"  {seat} {self._called(row.person)}, {row.attendance}, {spoke}{extra}"


def _nobody(reason: str) -> Person:
    raise NotUnderstood(reason)
