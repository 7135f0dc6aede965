"""The screen as text, as a person would see it in a terminal: for pictures in tests. Public API only.

The picture comes from the screenshot that Textual itself makes, so overlapping layers, borders and scroll
bars are as on the screen. Colours are left out: no screen may mean anything by colour alone.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from rich.cells import cell_len
from textual.app import App

_SVG = "{http://www.w3.org/2000/svg}"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
_CELL_WIDTH = 12.2  # in the drawing, for the font size that Rich uses


def picture(app: App[Any]) -> str:
    """The whole screen, one line of text for each line, without blanks at the end of lines."""
    width, height = app.size
    screenshot = app.export_screenshot(title=" ")
    control = _CONTROL.search(screenshot)
    assert control is None, f"a control character would reach the terminal: {control!r}"
    drawing = ElementTree.fromstring(screenshot)
    lines = [[" "] * width for _ in range(height)]
    for text in drawing.iter(f"{_SVG}text"):
        clip = text.get("clip-path", "")
        if "-line-" not in clip or not text.text:
            continue
        row = int(clip.rpartition("-line-")[2].rstrip(")"))
        _write(lines[row], round(float(text.get("x", "0")) / _CELL_WIDTH), text.text)
    return "\n".join("".join(line).rstrip() for line in lines)


def _write(line: list[str], column: int, text: str) -> None:
    for character in text.replace("\xa0", " "):
        width = cell_len(character)
        if width == 0 and column:
            line[column - 1] += character
            continue
        if column >= len(line):
            return
        line[column] = character
        for beyond in range(column + 1, min(column + width, len(line))):
            line[beyond] = ""
        column += width
