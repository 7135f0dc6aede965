"""What a screen asks the program to open. Posted to the app, which knows all screens; no screen knows another."""

from __future__ import annotations

from textual.message import Message


class OpenSession(Message):
    """Go to the live screen of this session; begin it if it has not begun."""

    def __init__(self, session: str) -> None:
        super().__init__()
        self.session = session


class ReviewSession(Message):
    """Look at this session after it was held, and correct it."""

    def __init__(self, session: str) -> None:
        super().__init__()
        self.session = session


class NewSession(Message):
    """Ask for a new session, of this subgroup unless it is empty."""

    def __init__(self, subgroup: str = "") -> None:
        super().__init__()
        self.subgroup = subgroup


class OpenSubgroups(Message):
    """Show all subgroups."""


class OpenSubgroup(Message):
    """Show one subgroup and who is in it."""

    def __init__(self, subgroup: str) -> None:
        super().__init__()
        self.subgroup = subgroup


class ImportRoster(Message):
    """Read a list of people from a file; into this subgroup unless it is empty, or the list says another."""

    def __init__(self, subgroup: str = "") -> None:
        super().__init__()
        self.subgroup = subgroup


class FormSubgroups(Message):
    """Propose subgroups for the people of a course."""


class OpenParticipant(Message):
    """Show what is known about one person."""

    def __init__(self, person: str) -> None:
        super().__init__()
        self.person = person


class OpenPlans(Message):
    """Show the courses and their session plans."""


class OpenCourse(Message):
    """Show the course in this folder: its modules and their session plans."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder


class ShowKeys(Message):
    """Show every key that works on the screen: pairs of the key as printed and a sentence."""

    def __init__(self, title: str, keys: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.title, self.keys = title, keys


class OpenAttendance(Message):
    """Look at who was there in this session, decide what is open, and confirm it."""

    def __init__(self, session: str) -> None:
        super().__init__()
        self.session = session


class OpenCompletion(Message):
    """Show who has earned the badges of a course, of this subgroup or, where it is empty, of all its subgroups."""

    def __init__(self, subgroup: str = "", course: str = "") -> None:
        super().__init__()
        self.subgroup, self.course = subgroup, course
