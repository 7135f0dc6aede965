"""docs/dependencies.md has a line for each dependency, and the package imports none that it does not declare."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.docs.pages import ROOT, page, rows, section

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in requirements}


def listed(title: str) -> set[str]:
    table = rows(section(page("dependencies"), title))
    return {row[0].strip("`").lower() for row in table if row[0].startswith("`")}


def test_every_dependency_has_its_line() -> None:
    assert listed("To run") == names(PROJECT["dependencies"])


def test_every_dependency_of_the_tests_has_its_line() -> None:
    assert listed("To test") == names(PROJECT["optional-dependencies"]["test"])


def test_every_line_says_what_for_why_and_what_it_costs() -> None:
    for row in rows(section(page("dependencies"), "To run")):
        assert len(row) == 4
        assert all(row)


def test_whatever_the_package_imports_is_declared() -> None:
    imported: dict[str, str] = {}
    for path in (ROOT / "facilitator_tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0]: path.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported[node.module.partition(".")[0]] = path.name
    distributions = packages_distributions()
    declared = names(PROJECT["dependencies"])
    others = set(imported) - sys.stdlib_module_names - {"facilitator_tui"}
    missing = {
        module: imported[module]
        for module in others
        if not {name.lower() for name in distributions.get(module, [module])} & declared
    }
    assert missing == {}
