"""WebVTT transcripts: who speaks in which cue, and what a damaged file still says."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.imports.normal import SpokenTurn, TurnsFile, speakers
from facilitator_tui.imports.problems import Damaged, TooLarge
from facilitator_tui.imports.recognise import read_file, recognise
from tests.imports.conftest import RealFile, WriteFile


def turns_of(path: Path) -> TurnsFile:
    form = read_file(path)
    assert isinstance(form, TurnsFile)
    return form


def transcript(*cues: tuple[str, str], newline: str = "\n") -> str:
    """Write a transcript with a cue for each (times, text)."""
    parts = ["WEBVTT", ""]
    for number, (times, text) in enumerate(cues, start=1):
        parts += [str(number), times, text, ""]
    return newline.join(parts) + newline


def cue(start: int, text: str, seconds: int = 2) -> tuple[str, str]:
    return f"00:00:{start:02}.000 --> 00:00:{start + seconds:02}.000", text


def test_the_real_call_has_the_known_sums(real_file: RealFile) -> None:
    path = real_file("zoom/meeting001_transcript.vtt")

    form = turns_of(path)

    assert recognise(path) == "vtt"
    assert form.platform == "zoom"
    assert len(form.turns) == 300
    assert sum(turn.duration_ms for turn in form.turns) == 2_658_961
    assert form.span_ms == 3_337_111
    assert {each.name for each in speakers(form)} == {
        "Andrew Knight",
        "Paul McCartney",
        "George Harrison",
        "Ringo Starr",
        "John Lennon",
    }
    assert form.warnings == ("2 cues name nobody and counted for the person who spoke before.",)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_zoom_cues_are_turns_of_whom_they_name(newline: str, encoding: str, file_of: WriteFile) -> None:
    text = transcript(cue(1, "Zoë Ångström: hello: all"), cue(4, "أمل حداد: نعم"), newline=newline)

    form = turns_of(file_of(text, encoding))

    assert form.platform == "zoom"
    assert form.turns == (
        SpokenTurn("Zoë Ångström", 1000, 2000, 4),
        SpokenTurn("أمل حداد", 4000, 2000, 8),
    )
    assert form.warnings == ()


def test_teams_cues_name_the_voice(file_of: WriteFile) -> None:
    text = transcript(
        cue(1, "<v Haddad, Amal (EXT)>Good evening: welcome</v>"),
        cue(4, "<v.loud Bruno &amp; Co>Hi</v>"),
        cue(7, "So the point: listen"),
    )

    form = turns_of(file_of(text))

    assert form.platform == "teams"
    assert [turn.name for turn in form.turns] == ["Haddad, Amal (EXT)", "Bruno & Co", "Bruno & Co"]
    assert form.warnings == ("1 cue names nobody and counted for the person who spoke before.",)


def test_neighbouring_cues_of_one_speaker_stay_separate(file_of: WriteFile) -> None:
    form = turns_of(file_of(transcript(cue(1, "Amal: one"), cue(3, "Amal: two"), cue(5, "Amal : three"))))

    assert [(each.name, each.turns, each.talk_ms) for each in speakers(form)] == [("Amal", 3, 6000)]


@pytest.mark.parametrize(
    "name",
    ["Iván | org", "Ana (Universidade)", "Rui + Tove 🚗", "Maria de la Cruz", "Dr. Ümit Özgür", "محمد", "X"],
)
def test_names_as_people_write_them(name: str, file_of: WriteFile) -> None:
    form = turns_of(file_of(transcript(cue(1, "Amal: one"), cue(4, f"{name}: text"))))

    assert [turn.name for turn in form.turns] == ["Amal", name]


@pytest.mark.parametrize(
    "text",
    ["and the point is: we stay", "See https://example.org", "it begins at 10:30 sharp", "why? because: no"],
)
def test_a_colon_inside_a_sentence_makes_no_speaker(text: str, file_of: WriteFile) -> None:
    form = turns_of(file_of(transcript(cue(1, "Amal: one"), cue(4, text))))

    assert {turn.name for turn in form.turns} == {"Amal"}


def test_a_name_in_small_letters_counts_when_it_comes_again(file_of: WriteFile) -> None:
    form = turns_of(file_of(transcript(cue(1, "amina: one"), cue(4, "amina: two"), cue(7, "so: three"))))

    assert [turn.name for turn in form.turns] == ["amina", "amina", "amina"]
    assert any('("so", line 12)' in warning for warning in form.warnings)


def test_cues_before_the_first_name_count_for_nobody(file_of: WriteFile) -> None:
    form = turns_of(file_of(transcript(cue(1, "good evening"), cue(4, "Amal: hi"))))

    assert [turn.name for turn in form.turns] == ["", "Amal"]
    assert form.warnings == ("1 cue stands before the first name and counted for nobody.",)


def test_several_voices_in_one_cue_all_speak(file_of: WriteFile) -> None:
    form = turns_of(file_of(transcript(cue(1, "<v Amal>Yes</v> <v Bruno>No</v>"))))

    assert [(turn.name, turn.duration_ms) for turn in form.turns] == [("Amal", 2000), ("Bruno", 2000)]
    assert form.warnings[0].startswith("Line 4: several people speak")


def test_a_half_written_transcript_is_read_as_far_as_it_goes(file_of: WriteFile) -> None:
    whole = transcript(*(cue(3 * number, "Amal: words and words") for number in range(10)))
    every_turn = turns_of(file_of(whole)).turns

    for length in range(whole.index("Amal:") + 10, len(whole) - 1):
        written = whole[:length]
        form = turns_of(file_of(written))

        assert form.turns == every_turn[: len(form.turns)]
        assert len(form.turns) >= written.count("Amal:")
        if not written.endswith("\n"):
            last_line = written.count("\n") + 1
            assert any(
                f"Line {row}" in warning for row in (last_line, last_line - 1) for warning in form.warnings
            )


def test_a_cue_cut_off_in_its_times_is_named(file_of: WriteFile) -> None:
    form = turns_of(file_of(transcript(cue(1, "Amal: hi")) + "2\n00:00:05.000 --> 00:0"))

    assert len(form.turns) == 1
    assert form.warnings == ("Line 8: the times of the cue cannot be read, or are cut off; it was left out.",)


def test_damaged_cues_in_the_middle_are_named_and_left_out(file_of: WriteFile) -> None:
    text = transcript(
        cue(1, "Amal: one"),
        ("00:00:xx.000 --> 00:00:09.000", "Amal: two"),
        ("00:00:09.000 --> 00:00:08.000", "Amal: three"),
        cue(10, ""),
        cue(14, "Amal: five"),
    )

    form = turns_of(file_of(text))

    assert [turn.start_ms for turn in form.turns] == [1000, 14000]
    assert [warning.split(":")[0] for warning in form.warnings] == ["Line 8", "Line 12", "Line 16"]


def test_a_transcript_that_names_nobody_is_refused(file_of: WriteFile) -> None:
    with pytest.raises(Damaged, match="none of its 2 cues names a speaker; export the transcript with"):
        read_file(file_of(transcript(cue(1, "hello"), cue(4, "hello again"))))


def test_a_transcript_without_cues_is_refused(file_of: WriteFile) -> None:
    with pytest.raises(Damaged, match="no readable cue"):
        read_file(file_of("WEBVTT\n\nNOTE nothing yet\n"))


def test_an_enormous_transcript_is_not_loaded(file_of: WriteFile) -> None:
    path = file_of(transcript(*(cue(1, "Amal: " + "word " * 200) for _ in range(100))))
    with path.open("r+b") as file:
        file.truncate(500_000_000)

    with pytest.raises(TooLarge, match="it has 500 MB, and a file of one meeting has at most 32 MB"):
        read_file(path)


@pytest.mark.parametrize("text", ["<v " * 200_000, "<v." * 200_000, "A" + " " * 600_000, ": " * 300_000])
def test_a_hostile_cue_costs_little(text: str, file_of: WriteFile) -> None:
    assert turns_of(file_of(transcript(cue(1, "Amal: hi"), cue(4, text)))).turns
