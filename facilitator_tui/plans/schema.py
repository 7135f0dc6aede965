"""The JSON Schema of ``course.yaml`` and of a module's front matter, made from the same tables as the reader."""

from __future__ import annotations

from facilitator_tui.plans.forms import COURSE, FRONT_MATTER
from facilitator_tui.plans.forms_badge import CRITERION
from facilitator_tui.plans.shapes import Schema


def json_schema() -> Schema:
    """One schema for both files; ``$defs`` holds each by name."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Courses and session plans, version 1",
        "description": "course.yaml, or the front matter of a module. Described in docs/plans.md.",
        "anyOf": [{"$ref": "#/$defs/course"}, {"$ref": "#/$defs/module"}],
        "$defs": {
            "course": COURSE.schema(),
            "module": FRONT_MATTER.schema(),
            "criterion": CRITERION.definition(),
        },
    }
