"""Why a file could not be read: one family of exceptions, each a sentence for the person who chose the file.

What could be read in spite of a fault is no exception: it is a warning in the normal form.
"""

from __future__ import annotations


class ImportProblem(Exception):
    """A file that could not be read.

    ``what`` says what is wrong, ``way_out`` what to do now, ``line`` where (from 1) when there is a place.
    """

    def __init__(self, file: str, what: str, way_out: str, line: int | None = None) -> None:
        super().__init__(file, what, way_out, line)
        self.file = file
        self.what = what
        self.way_out = way_out
        self.line = line

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.what}; {self.way_out}."


class CannotOpen(ImportProblem):
    """The file is not there, may not be read, or is no file."""


class NotText(ImportProblem):
    """The file is empty, or holds something else than text: a workbook, a recording, a picture."""


class TooLarge(ImportProblem):
    """The file is far larger than such a file of one meeting can be."""


class NotRecognised(ImportProblem):
    """The file is text, but of no kind that can be read, or not of the kind that was wanted."""


class Damaged(ImportProblem):
    """The file is of a known kind but says nothing that can be used, or contradicts itself."""


class BadColumnMap(ImportProblem):
    """The file that says what the columns of a table mean is not as it should be."""


class SecondMeeting(ImportProblem):
    """The file holds more than one meeting, and their times must not be counted together."""

    def __init__(self, file: str, line: int) -> None:
        what = "a second meeting begins here, and nobody's time in two meetings can be told apart"
        super().__init__(file, what, "put each meeting's report into a file of its own", line)
