"""Cohorts: the people of a course with their verdicts, decisions, awards and files, from the store."""
