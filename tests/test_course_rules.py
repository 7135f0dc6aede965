"""The course of a session is found by its title or its id, and says what presence is."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator_tui.course_rules import courses, find_course, planned_ms, presence_of
from facilitator_tui.plans.course import Presence
from facilitator_tui.plans.skeleton import write_skeleton


@pytest.mark.parametrize("text", ["cities-in-motion", "Cities in motion", "  cities IN motion "])
def test_a_course_is_found_by_id_or_title(text: str) -> None:
    found = find_course(text)
    assert found is not None
    assert found.course is not None
    assert found.course.id == "cities-in-motion"
    assert presence_of(found) == Presence(from_s=2700, late_after_s=600)


@pytest.mark.parametrize("text", ["", "  ", "No such course"])
def test_without_a_course_any_presence_counts(text: str) -> None:
    assert find_course(text) is None
    assert presence_of(find_course(text)) == Presence()
    assert planned_ms(find_course(text), 1) is None


def test_the_planned_length_is_that_of_the_module() -> None:
    found = find_course("cities-in-motion")
    assert found is not None
    (module, *_) = [plan for plan in found.plans if plan.seconds]
    assert planned_ms(found, module.module) == module.seconds * 1000
    assert planned_ms(found, None) is None
    assert planned_ms(found, 99) is None


def test_ones_own_course_stands_before_a_shipped_one(home: Path) -> None:
    write_skeleton(home / "plans" / "cities-in-motion")
    ids = [reading.course.id for reading in courses() if reading.course is not None]
    assert len(ids) == len(set(ids))
    found = find_course("cities-in-motion")
    assert found is not None
    assert Path(found.folder).is_relative_to(home)
