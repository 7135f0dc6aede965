"""What this room cannot do, in a sentence for the person who asked."""

from __future__ import annotations


class CompletionProblem(Exception):
    """Something that was asked of a rule, a verdict or a credit and cannot be; the text says what to do instead."""
