"""How lists of people were corrected: kept by the header of the list, and used for the next one with that header.

One small JSON file in the data folder. It holds no label and no name, only the header's signature and what each column
was said to mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from facilitator_tui import settings
from facilitator_tui.atomic import write_whole
from facilitator_tui.imports.normal import RosterFile
from facilitator_tui.imports.roster_header import RosterChoice, signature

_LARGEST_BYTES = 2_000_000


class MemoryProblem(Exception):
    """The file of corrections cannot be used. The message names it and says what to do; an import can go on."""


def own_memory() -> RosterMemory:
    """The memory of the person who runs the program."""
    return RosterMemory(settings.folder("data") / "rosters.json")


class RosterMemory:
    """The corrections in the file ``path``, which need not be there. Every method may raise ``MemoryProblem``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def recall(self, labels: Iterable[str]) -> RosterChoice | None:
        """How a list whose header is recognised as ``labels`` was corrected; None when it never was."""
        labels = tuple(labels)
        return self._all().get(signature(labels)) if labels else None

    def keep(self, labels: Iterable[str], form: RosterFile, choice: RosterChoice) -> bool:
        """Keep how a list was corrected; tell whether there was anything to keep, and a header to keep it by.

        ``labels`` is the header as it is recognised without the correction, ``form`` what was read with it.
        """
        corrected = tuple(column.label for column in form.columns)
        nothing = choice.fields is None and not choice.separator and not choice.encoding
        if nothing or not form.has_header:
            return False
        kept = self._all()
        choice = msgspec.structs.replace(choice, header=signature(corrected))
        self._write({**kept, **{signature(each): choice for each in (tuple(labels), corrected) if each}})
        return True

    def forget(self, labels: Iterable[str]) -> bool:
        """Forget how such lists were corrected; tell whether there was anything to forget."""
        kept = self._all()
        choice = kept.get(signature(tuple(labels)))
        if choice is None:
            return False
        self._write({key: each for key, each in kept.items() if each != choice})
        return True

    def _all(self) -> dict[str, RosterChoice]:
        try:
            if not self.path.exists():
                return {}
            if self.path.stat().st_size > _LARGEST_BYTES:
                raise MemoryProblem(f"{self.path} is far too large for what it should hold: move it away.")
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, RosterChoice])
        except OSError as error:
            raise MemoryProblem(f"{self.path} cannot be read: {error.strerror}.") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise MemoryProblem(
                f"{self.path} is damaged, so how lists were corrected before is not known: move it away."
            ) from error

    def _write(self, kept: dict[str, RosterChoice]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, msgspec.json.format(msgspec.json.encode(kept), indent=2))
        except OSError as error:
            raise MemoryProblem(f"{self.path} cannot be written: {error.strerror}.") from error
