"""What every desk may say: that something could not be done. Apart, because the live screen needs nothing else."""

from __future__ import annotations


class DeskProblem(Exception):
    """Something asked of the desk could not be done. The message says why and what to do."""
