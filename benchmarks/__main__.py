"""``python -m benchmarks [--quick] [--json FILE] [NAME…]``: measure, print the table, say what was reached.

Exit codes: 0 everything reached, 1 something not reached, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.measures import MEASURES, QUICK, WHOLE, Figure, machine


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the program.")
    parser.add_argument("name", nargs="*", help=f"which measures (default: all of {', '.join(MEASURES)})")
    parser.add_argument("--quick", action="store_true", help="a first look in a minute or two")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures to this file")
    asked = parser.parse_args()
    if unknown := [name for name in asked.name if name not in MEASURES]:
        parser.error(f"there is no measure {', '.join(unknown)}")
    size = QUICK if asked.quick else WHOLE
    print(f"{machine()}{'; quick, so only a hint' if asked.quick else ''}\n")
    print(_HEAD)
    figures: list[Figure] = []
    for name in asked.name or MEASURES:
        for figure in MEASURES[name](size):
            figures.append(figure)
            print(line(figure), flush=True)
    if asked.json:
        asked.json.write_text(json.dumps([_plain(figure) for figure in figures], indent=1), encoding="utf-8")
    return 0 if all(figure.passed for figure in figures) else 1


_HEAD = f"{'':12}  {'ours':>12}  {'bare':>10}  {'ratio':>6}  {'target':>8}  "


def line(figure: Figure) -> str:
    """One line of the table."""
    mine = f"{figure.ours:.2f} {figure.unit}"
    floor = f"{figure.floor:.2f} {figure.unit}" if figure.floor else ""
    ratio = f"{figure.reached:.2f}" if figure.floor else ""
    target = "" if figure.target is None else f"≤ {figure.target:g}" + ("×" if figure.floor else "")
    reached = "" if figure.target is None else "reached" if figure.passed else "MISSED"
    detail = f" ({figure.detail})" if figure.detail else ""
    return f"{figure.name:12}  {mine:>12}  {floor:>10}  {ratio:>6}  {target:>8}  {reached:8} {figure.says}{detail}"


def _plain(figure: Figure) -> dict[str, object]:
    return {
        "name": figure.name,
        "says": figure.says,
        "unit": figure.unit,
        "ours": figure.ours,
        "floor": figure.floor,
        "reached": figure.reached,
        "target": figure.target,
        "passed": figure.passed,
    }


if __name__ == "__main__":
    sys.exit(main())
