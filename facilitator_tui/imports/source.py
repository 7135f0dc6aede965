"""Opens a file that somebody chose, whatever it is, and gives its text line by line.

Finds out what the bytes are (text or not, which encoding) and keeps memory small whatever the size. What is in
a workbook is read in ``workbook``; what the text means is for the translators.
"""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TextIO

import msgspec

from facilitator_tui.imports.encodings import CODE_PAGES, legacy_encoding
from facilitator_tui.imports.problems import CannotOpen, Damaged, NotText, TooLarge
from facilitator_tui.plain import plain

_HEAD_BYTES = 65_536
_CHUNK_BYTES = 1_048_576
_LONGEST_LINE = 1_000_000

_EXPORT_AGAIN = "download it again from the platform"
_FETCH_AGAIN = "download it again (a meeting's report once the meeting is over)"
_SAVE_AS_CSV = "open it in the spreadsheet program and save it as CSV (UTF-8)"

# How files that are no text begin, what they are, and what to do instead.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "this is an old Excel workbook, whatever its name says", _SAVE_AS_CSV),
    (b"%PDF", "this is a PDF document", "export the report as CSV or text instead"),
    (b"SQLite format 3", "this is a database file", "name it with --db instead"),
    (b"\x1f\x8b", "this is a compressed file", "unpack it first"),
    (b"\x89PNG", "this is a picture", "export the report as CSV or text instead"),
    (b"\xff\xd8\xff", "this is a picture", "export the report as CSV or text instead"),
    (b"RIFF", "this is a sound or video recording", "choose its transcript (.vtt) instead"),
    (b"OggS", "this is a sound or video recording", "choose its transcript (.vtt) instead"),
    (b"ID3", "this is a sound recording", "choose its transcript (.vtt) instead"),
    (b"\x1a\x45\xdf\xa3", "this is a video recording", "choose its transcript (.vtt) instead"),
)

_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Source(msgspec.Struct, frozen=True):
    """A file that has been looked at: ``head`` is the beginning of its text, ``name`` is safe to show.

    ``text`` is the table of a workbook as CSV, and None for a file that is text itself.
    """

    path: Path
    name: str
    size: int
    encoding: str
    head: str
    warnings: tuple[str, ...] = ()
    text: str | None = None


def open_source(path: Path, encoding: str = "") -> Source:
    """Look at the beginning of a file. ``encoding`` overrules what would be recognised.

    Raises CannotOpen when it is not there or no ordinary file, NotText when it is empty or holds no text,
    TooLarge or Damaged for a workbook that cannot be read.
    """
    name = plain(path.name or str(path))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise CannotOpen(name, "this is a folder", "choose a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise CannotOpen(name, "this is no ordinary file", "save what it gives to a file first")
        with path.open("rb") as file:
            beginning = file.read(_HEAD_BYTES)
    except (OSError, ValueError) as error:
        raise _cannot_open(name, error) from error
    if not beginning.strip():
        raise NotText(name, "the file is empty", _FETCH_AGAIN)
    if beginning.startswith(b"PK\x03\x04"):
        return _from_workbook(path, name, status.st_size)
    _refuse_known_binaries(name, beginning)
    chosen = encoding or _first_guess(beginning)
    shown_as = legacy_encoding(beginning) if chosen == "utf-8" and _is_broken(beginning) else chosen
    head = beginning.decode(shown_as, errors="replace").removeprefix("\ufeff")
    _refuse_control_characters(name, head)
    return Source(path, name, status.st_size, chosen, head)


def _from_workbook(path: Path, name: str, size: int) -> Source:
    from facilitator_tui.imports.workbook import table_of

    table = table_of(path, name)
    return Source(path, name, size, "utf-8", table.text[:_HEAD_BYTES], table.warnings, table.text)


def refuse_larger_than(source: Source, largest: int) -> None:
    """Raise TooLarge when the file has more than ``largest`` bytes."""
    if source.size > largest:
        what = (
            f"it has {source.size // 1_000_000} MB, and a file of one meeting has at most "
            f"{largest // 1_000_000} MB"
        )
        raise TooLarge(source.name, what, "check that this is the right file")


def with_encoding(source: Source) -> Source:
    """Read the whole file once to make sure of its encoding, keeping nothing of it.

    Text that is no UTF-8 anywhere is taken for a Windows code page, and a character cut off at the end is left
    out; both with a warning. Raises Damaged when only parts of the file are UTF-8.
    """
    if source.text is not None or source.encoding not in ("utf-8", "utf-8-sig"):
        return _with_whole_units(source)
    proper, broken, first_broken_line, broken_at = _count_encoded(source)
    if not broken:
        return source
    if source.size - broken_at <= 3:
        return _warned(source, "The file ends in the middle of a character: its end is missing.")
    if proper or source.encoding == "utf-8-sig":
        raise Damaged(
            source.name,
            "some lines are in UTF-8 and this one is not, so names would come out wrong",
            _EXPORT_AGAIN,
            first_broken_line,
        )
    encoding = legacy_encoding(_sample(source, broken_at))
    number, kind = encoding.removeprefix("cp"), CODE_PAGES[encoding]
    warning = (
        f"The file is not in UTF-8; it was read as Windows-{number} ({kind}). Check names with accents; if they "
        "are wrong, name the encoding (--encoding)."
    )
    return msgspec.structs.replace(_warned(source, warning), encoding=encoding)


def _with_whole_units(source: Source) -> Source:
    """Tell of a UTF-16 file that was cut off inside a character."""
    if source.encoding.startswith("utf-16") and source.size % 2:
        return _warned(source, "The file ends in the middle of a character: its end is missing.")
    return source


def _warned(source: Source, warning: str) -> Source:
    return msgspec.structs.replace(source, warnings=(*source.warnings, warning))


def _sample(source: Source, broken_at: int) -> bytes:
    """Give the part of the file whose words tell the code page: the beginning, or where it stops being ASCII."""
    try:
        with source.path.open("rb") as file:
            file.seek(max(0, broken_at - _HEAD_BYTES // 2) if broken_at > _HEAD_BYTES // 2 else 0)
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise _cannot_open(source.name, error) from error


def raw_lines(source: Source) -> Iterator[str]:
    """Give the lines of the file with their ends as they are, without reading it whole.

    Raises Damaged for a line of more than a million characters, CannotOpen when reading fails on the way.
    """
    count = 0
    try:
        with _opened(source) as file:
            while line := file.readline(_LONGEST_LINE):
                count += 1
                if len(line) == _LONGEST_LINE:
                    what = "this line has more than a million characters"
                    raise Damaged(source.name, what, "check that this is the right file", count)
                yield line.removeprefix("\ufeff") if count == 1 else line
    except OSError as error:
        raise _cannot_open(source.name, error) from error


def whole_text(source: Source) -> str:
    """Give all of the text, for formats that are not made of lines; how large it may be is checked before."""
    try:
        with _opened(source) as file:
            return file.read().removeprefix("\ufeff")
    except OSError as error:
        raise _cannot_open(source.name, error) from error


def _opened(source: Source) -> TextIO:
    if source.text is not None:
        return StringIO(source.text, newline="")
    return source.path.open(encoding=source.encoding, errors="replace", newline="")


def numbered_lines(source: Source) -> Iterator[tuple[int, str]]:
    """Give each line with its number from 1, without its end. CR LF, LF and CR end a line."""
    for number, line in enumerate(raw_lines(source), start=1):
        yield number, line.rstrip("\r\n")


def _cannot_open(name: str, error: OSError | ValueError) -> CannotOpen:
    if isinstance(error, FileNotFoundError):
        return CannotOpen(name, "there is no such file", "check the name and the folder")
    if isinstance(error, PermissionError):
        return CannotOpen(name, "this file may not be read by you", "ask its owner, or copy it elsewhere")
    reason = (error.strerror or "unknown error") if isinstance(error, OSError) else "the name is no file name"
    return CannotOpen(name, f"the file cannot be read ({reason})", "copy it elsewhere and try again")


def _is_broken(beginning: bytes) -> bool:
    """Tell whether the beginning is no UTF-8, apart from a character that it may end in the middle of."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return True
    return False


def _refuse_known_binaries(name: str, beginning: bytes) -> None:
    if beginning[4:8] == b"ftyp":
        raise NotText(name, "this is a sound or video recording", "choose its transcript (.vtt) instead")
    for signature, what, way_out in _SIGNATURES:
        if beginning.startswith(signature):
            raise NotText(name, what, way_out)


def _first_guess(beginning: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if beginning.startswith(mark):
            return encoding
    # UTF-16 without a mark: every second byte of European text is zero.
    half = len(beginning) // 2
    if half >= 8 and beginning[1::2].count(0) > half * 0.4 and beginning[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if half >= 8 and beginning[::2].count(0) > half * 0.4 and beginning[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return "utf-8"


def _refuse_control_characters(name: str, head: str) -> None:
    # A stray NUL in a name happens in real reports; a file full of control characters is no text.
    controls = len(re.findall("[\x00-\x08\x0e-\x1a\x1c-\x1f]", head))
    if controls * 50 > len(head):
        raise NotText(name, "this is no text but some other kind of file", "choose the report or transcript")
    if not head.strip():
        raise NotText(name, "the file holds nothing but blanks", _EXPORT_AGAIN)


def _count_encoded(source: Source) -> tuple[int, int, int, int]:
    """Count characters outside ASCII that are proper UTF-8 and bytes that are not.

    Gives both counts, and the line and the byte offset of the first byte that is not.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    proper = broken = first_line = first_at = offset = 0
    lines = 1
    try:
        with source.path.open("rb") as file:
            while True:
                chunk = file.read(_CHUNK_BYTES)
                text = decoder.decode(chunk, final=not chunk)
                if not text.isascii():
                    bad = re.findall("[\udc80-\udcff]", text)
                    if bad and not broken:
                        before = text[: text.index(bad[0])]
                        first_line = lines + before.count("\n")
                        first_at = offset + len(before.encode())
                    broken += len(bad)
                    proper += len(re.findall("[^\x00-\x7f]", text)) - len(bad)
                lines += text.count("\n")
                offset += len(text.encode(errors="surrogateescape"))
                if not chunk:
                    break
    except OSError as error:
        raise _cannot_open(source.name, error) from error
    # The byte order mark is a character of its own, and no evidence.
    return proper - (source.encoding == "utf-8-sig"), broken, first_line, first_at
