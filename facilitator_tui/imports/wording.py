"""Small pieces of the sentences that readers of files say: counts, line numbers, lists."""

from __future__ import annotations

from collections.abc import Sequence


def counted(count: int, one: str, many: str = "") -> str:
    """Say "1 cue" or "3 cues"; ``many`` where the plural is not formed with an s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def at_lines(lines: Sequence[int]) -> str:
    """Say "Line 7" or "Lines 7, 12, 19 and 4 more"."""
    if len(lines) == 1:
        return f"Line {lines[0]}"
    shown = ", ".join(str(line) for line in lines[:3])
    rest = len(lines) - 3
    return f"Lines {shown} and {rest} more" if rest > 0 else f"Lines {shown}"


def cut_off(last_line: int) -> str:
    """Say that the file may be incomplete because its last line does not end."""
    return (
        f"Line {last_line}, the last, does not end with a line break: the file may have been cut off there."
    )
