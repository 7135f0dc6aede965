"""What cannot be said or decided about a cohort, in a sentence for the person who asked."""

from __future__ import annotations


class CohortProblem(Exception):
    """A course, badge or person that is not there, or a decision that cannot be made; the text says what to do."""
