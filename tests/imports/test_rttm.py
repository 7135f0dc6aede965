"""RTTM: the sums are those of the file, to the millisecond."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator_tui.imports.normal import SpokenTurn, TurnsFile, shape, speakers
from facilitator_tui.imports.problems import Damaged
from facilitator_tui.imports.recognise import read_file, recognise
from tests.imports.conftest import RealFile, WriteFile

THREE_TURNS = """\
;; made by hand
SPKR-INFO evening 1 <NA> <NA> <NA> adult_female Amal <NA> <NA>
SPEAKER evening 1 0.37 1.39 <NA> <NA> Amal <NA> <NA>
SPEAKER evening 1 1.5 0.5 <NA> <NA> Zoë <NA> <NA>

SPEAKER evening 1 10.99 3.541 <NA> <NA> Amal <NA> <NA>
"""


def turns_of(path: Path) -> TurnsFile:
    form = read_file(path)
    assert isinstance(form, TurnsFile)
    return form


def test_turns_keep_their_times_and_lines(file_of: WriteFile) -> None:
    form = turns_of(file_of(THREE_TURNS))

    assert form.turns == (
        SpokenTurn("Amal", 370, 1390, 3),
        SpokenTurn("Zoë", 1500, 500, 4),
        SpokenTurn("Amal", 10990, 3541, 6),
    )
    assert form.span_ms == 14531 - 370
    assert form.warnings == ()


def test_the_documented_shape(file_of: WriteFile) -> None:
    assert shape(turns_of(file_of(THREE_TURNS))) == {
        "kind": "turns",
        "platform": "rttm",
        "speakers": [
            {"name": "Amal", "seconds": 4.931, "turns": 2},
            {"name": "Zoë", "seconds": 0.5, "turns": 1},
        ],
        "span_seconds": 14.161,
        "warnings": [],
    }


@pytest.mark.parametrize("name", ["ami/ES2004a.rttm", "ami/TS3003a.rttm"])
def test_real_meetings_add_up_to_the_sums_of_their_files(name: str, real_file: RealFile) -> None:
    path = real_file(name)
    sums: dict[str, Decimal] = {}
    for line in path.read_text().splitlines():
        _, _, _, _, duration, _, _, speaker, *_ = line.split()
        sums[speaker] = sums.get(speaker, Decimal()) + Decimal(duration)

    form = turns_of(path)

    assert recognise(path) == "rttm"
    assert {each.name: each.talk_ms for each in speakers(form)} == {
        name: int(total * 1000) for name, total in sums.items()
    }
    assert sum(each.turns for each in speakers(form)) == len(path.read_text().splitlines())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(durations=st.lists(st.decimals(0, 500, places=6), min_size=1, max_size=40))
def test_sums_stay_exact_when_the_file_counts_finer_than_milliseconds(
    durations: list[Decimal], file_of: WriteFile
) -> None:
    lines = [
        f"SPEAKER m 1 {at} {length:f} <NA> <NA> Yusuf <NA> <NA>\n" for at, length in enumerate(durations)
    ]

    form = turns_of(file_of("".join(lines)))

    assert abs(Decimal(speakers(form)[0].talk_ms) - sum(durations) * 1000) <= Decimal("0.5")


def test_a_half_written_last_line_is_left_out_and_named(file_of: WriteFile) -> None:
    form = turns_of(file_of(THREE_TURNS + "SPEAKER evening 1 20.5 1."))

    assert len(form.turns) == 3
    assert form.warnings == ("Line 7: not a complete SPEAKER record, left out.",)


def test_a_name_that_may_be_cut_off_is_said(file_of: WriteFile) -> None:
    form = turns_of(file_of(THREE_TURNS + "SPEAKER evening 1 20.5 1.2 <NA> <NA> Ama"))

    assert len(form.turns) == 4
    assert "Line 7, the last, does not end" in form.warnings[0]


@pytest.mark.parametrize("times", ["-1 2", "nan 1", "1 inf", "1e999999999 1", "1,5 2", "x 1"])
def test_times_that_are_no_times_are_left_out(times: str, file_of: WriteFile) -> None:
    form = turns_of(file_of(THREE_TURNS + f"SPEAKER evening 1 {times} <NA> <NA> Eve <NA> <NA>\n"))

    assert "Eve" not in {each.name for each in speakers(form)}
    assert form.warnings[0].startswith("Line 7:")


def test_several_recordings_in_one_file_are_said(file_of: WriteFile) -> None:
    form = turns_of(file_of(THREE_TURNS + "SPEAKER morning 1 1 1 <NA> <NA> Amal <NA> <NA>\n"))

    assert "2 recordings (evening, morning)" in form.warnings[0]


def test_names_are_made_safe(file_of: WriteFile) -> None:
    form = turns_of(file_of("SPEAKER m 1 0 1 <NA> <NA> Eve\x1b[2J\u202e <NA> <NA>\n"))

    assert form.turns[0].name == "Eve"


def test_a_translator_says_when_no_turn_is_left(file_of: WriteFile) -> None:
    from facilitator_tui.imports import rttm
    from facilitator_tui.imports.options import ReadOptions
    from facilitator_tui.imports.source import open_source

    with pytest.raises(Damaged, match="no turn in it can be read"):
        rttm.read(open_source(file_of("SPEAKER m 1 x y\n")), ReadOptions())
