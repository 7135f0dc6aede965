"""YAML that means what it says, and sentences for YAML that is refused."""

from __future__ import annotations

import pytest

from facilitator_tui.plans.problems import Complaints
from facilitator_tui.plans.yaml_tree import Broken, List, Map, Text, read_tree


@pytest.fixture(autouse=True, params=[True, False], ids=["C library", "pure Python"])
def with_and_without_the_c_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr("yaml.__with_libyaml__", False)


def read(text: str, first_line: int = 1) -> tuple[Map | None, list[str]]:
    complaints = Complaints("c.yaml")
    tree = read_tree(text, complaints, first_line)
    return tree, [str(problem) for problem in complaints.all()]


def test_values_stay_the_text_that_was_written() -> None:
    tree, said = read(
        "a: 12:30\nb: no\nc: 0123\nd: 1.0\ne: ~\nf: 2026-03-02\ng: 'x'\nh: >\n  one\n  two\ni: 0o17\nj: 1_000\n"
    )
    assert said == []
    assert tree is not None
    values = [node.value for _, node in tree.items if isinstance(node, Text)]
    assert values == ["12:30", "no", "0123", "1.0", "~", "2026-03-02", "x", "one two\n", "0o17", "1_000"]


def test_every_node_knows_its_line() -> None:
    tree, _ = read("a: 1\n\n# a comment\nb:\n  - x\n  - {y: z}\n", first_line=10)
    assert tree is not None
    (_, first), (key, second) = tree.items
    assert (first.line, key.line) == (10, 13)
    assert isinstance(second, List)
    assert [item.line for item in second.items] == [14, 15]


def test_the_byte_order_mark_of_some_editors_is_no_part_of_the_first_key() -> None:
    tree, said = read("\ufeffa: 1")
    assert said == []
    assert tree is not None
    assert tree.items[0][0].value == "a"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "c.yaml:1: there is nothing here — write at least the keys that must be there"),
        ("- a", 'c.yaml:1: these are no keys with values — write lines such as "title: Who belongs?"'),
        ("a: &x 1", "c.yaml:1: an anchor (&) is used — take it away; where it was meant, write the text out"),
        ("b: 1\na: *x", "c.yaml:2: an alias (*) is used — write the text out again"),
        ("a: !!python/name:os.system x", "c.yaml:1: a tag (!) is used — "
         "take it away, or put the text in quotation marks"),
        ("a: 1\na: 2", 'c.yaml:2: the key "a" comes twice — it stands on line 1 already: keep one of the two'),
        ("a: {b: 1, b: 2}", 'c.yaml:1: the key "b" comes twice — it stands on line 1 already: keep one of the two'),
        ('a: "\\e[31m"', "c.yaml:1: the control character U+001B stands in the text — take it away"),
        ('a: "\\0"', "c.yaml:1: the control character U+0000 stands in the text — take it away"),
        ("a: b: c", 'c.yaml:1: this is not valid YAML — put a text that holds ": " in quotation marks'),
        ("a:\n\t- x", "c.yaml:2: this is not valid YAML — indent with blanks, not with tabs"),
        ("a: @x", "c.yaml:1: this is not valid YAML — put the text in quotation marks"),
        ("? [a]\n: b", "c.yaml:1: a list or map stands where a key should be — write a word and a colon"),
        ("---\na: 1\n---\nb: 2", 'c.yaml:3: a second document begins here — take away the line "---"'),
        ('a: "\\U0011FFFF"', "c.yaml:1: this is not valid YAML — look for an escape (\\U…) that is too large"),
        ("a: [1\nb: 2\n", "c.yaml:1: this is not valid YAML — "
         "look for a bracket that is not closed"),
        ("a: 'x", "c.yaml:1: this is not valid YAML — a quotation mark or bracket is not closed"),
        ("a: " + "[" * 30, "c.yaml:1: more than 20 levels are nested — write it flatter"),
        ("a:\n " + "- " * 30, "c.yaml:2: more than 20 levels are nested — write it flatter"),
        ("x" * 300_000, "c.yaml:1: more than 256 KiB of YAML — put less into one file"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, said: str) -> None:
    assert read(text)[1] == [said]


def test_an_alias_bomb_is_left_at_its_first_anchor() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{later}: &{later} [{','.join(['*' + earlier] * 9)}]\n"
        for earlier, later in zip("abcdefgh", "bcdefghi", strict=True)
    )
    tree, said = read(bomb)
    assert len(said) == 9
    assert "anchor" in said[0]
    assert tree is not None
    assert all(isinstance(node, Broken) for _, node in tree.items)


def test_all_broken_entries_are_named_at_once() -> None:
    tree, said = read("a: b: c\nb: fine\nc: [1\nd: @\n")
    assert [each.split(":")[1] for each in said] == ["1", "3", "4"]
    assert tree is not None
    assert [type(node) for _, node in tree.items] == [Broken, Text, Broken, Broken]
