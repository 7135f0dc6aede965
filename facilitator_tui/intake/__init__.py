"""Intake: what a file says, taken into the store. How files are read stands in ``imports``."""
