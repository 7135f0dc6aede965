"""What somebody has earned, and why: rules, verdicts, what can still be reached, and the arithmetic of credits.

Pure: values in, values out. Evidence is put together by those who know journals and tables; how a rule is written
stands in docs/completion.md, its values in ``plans.course``.
"""
