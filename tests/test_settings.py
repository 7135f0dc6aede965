"""The configuration file: what is not known or cannot be is named, with the file, before a session begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.settings import Live, Settings, SettingsProblem, load


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_everything_is_as_it_usually_is(tmp_path: Path) -> None:
    assert load(tmp_path / "config.toml") == Settings()
    assert load(written(tmp_path, 'author = "miriam"')).live == Live(stall_seconds=20)


@pytest.mark.parametrize("seconds", [0, 45, 3600])
def test_the_silence_before_a_cue_is_set_in_seconds(tmp_path: Path, seconds: int) -> None:
    assert load(written(tmp_path, f"[live]\nstall_seconds = {seconds}")).live == Live(seconds)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[live]\nstall_seconds = -1", "stall_seconds"),
        ("[live]\nstall_seconds = 3601", "stall_seconds"),
        ("[live]\nstall_seconds = 1.5", "stall_seconds"),
        ('[live]\nstall_seconds = "20"', "stall_seconds"),
        ("live = 20", "live"),
        ("[live]\nstal = 20", "there is no setting “stal” in the section [live]. Known are: stall_seconds."),
        ("stall_seconds = 20", "there is no setting “stall_seconds”. Known are: author"),
        ("[live", "not valid TOML"),
        ("[privacy]\nnotes = 90", "there is no setting “notes” in the section [privacy]"),
        ("[privacy]\nnotes_days = -1", "notes_days"),
        ("[privacy]\nregister_days = true", "register_days"),
        ("privacy = 90", "privacy"),
    ],
)
def test_what_cannot_be_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsProblem) as problem:
        load(path)
    assert str(path) in str(problem.value)
    assert said in str(problem.value)
