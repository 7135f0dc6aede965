"""What is measured and what is tried to destroy, each by one command; never part of the tests' pass or fail.

``python -m benchmarks`` measures, ``python -m benchmarks.faults`` kills. Only what needs a real terminal, many
rounds or figures belongs here; how to run and read it stands in docs/benchmarks.md.
"""
