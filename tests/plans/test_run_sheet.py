"""Times of day on a run sheet, who sees what, and the forms in which it is handed out."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from facilitator_tui.plans.course import Course, SubgroupSize, Workload
from facilitator_tui.plans.course_sheet import course_sheet, rule_in_words
from facilitator_tui.plans.forms import COURSE
from facilitator_tui.plans.hand_out import session_sheet, sheet_data
from facilitator_tui.plans.model import SessionPlan
from facilitator_tui.plans.module_file import read_plan
from facilitator_tui.plans.problems import Complaints, PlanError
from facilitator_tui.plans.render import Bullets, Heading, Said, Table, as_html, as_markdown, as_text
from facilitator_tui.plans.run_sheet import for_audience, read_start, rows
from facilitator_tui.plans.yaml_tree import read_tree
from tests.plans.sources import documented, plan_of, shared

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def plan() -> SessionPlan:
    found = read_plan(documented()["1-names-and-places.md"], "1.md", shared).plan
    assert found is not None
    return found


def test_every_block_has_its_time_of_day(plan: SessionPlan) -> None:
    start = datetime(2026, 3, 2, 18, tzinfo=ROME)
    assert [(row.starts, row.ends, row.block.title) for row in rows(plan, start)] == [
        ("17:30", "17:45", "Pre-flight"),
        ("17:50", "18:00", "Arrival"),
        ("18:00", "18:06", "Welcome"),
        ("18:06", "18:14", "Agreements"),
        ("18:14", "18:32", "An object from home"),
        ("18:32", "18:48", "In threes"),
        ("18:48", "19:00", "What I take with me"),
        ("19:00", "19:15", "Team debrief"),
    ]


def test_without_a_start_times_count_from_it(plan: SessionPlan) -> None:
    assert [row.starts for row in rows(plan)][:4] == ["−0:30", "−0:10", "+0:00", "+0:06"]


def test_the_night_on_which_the_clocks_change() -> None:
    plan = plan_of("## A — 60 min\nkind: opening\n## B — 60 min\nkind: closing\n", minutes=120)
    spring = datetime(2026, 3, 29, 1, 30, tzinfo=ROME)
    assert [(row.starts, row.ends) for row in rows(plan, spring)] == [("01:30", "03:30"), ("03:30", "04:30")]
    autumn = datetime(2026, 10, 25, 1, 30, tzinfo=ROME)
    assert [(row.starts, row.ends) for row in rows(plan, autumn)] == [("01:30", "02:30"), ("02:30", "02:30")]


def test_another_day_is_named() -> None:
    plan = plan_of(
        "## Read — before the start\nkind: pre-work\n## A — 60 min\nkind: opening\n"
        "## Digest — 30 min, 2 days after the end\nkind: follow-up\n"
    )
    before, during, after = rows(plan, datetime(2026, 3, 2, 23, 30, tzinfo=ROME))
    assert (before.offset_s, before.starts) == (None, "")
    assert (during.starts, during.ends) == ("23:30", "2026-03-03 00:30")
    assert after.starts == "2026-03-05 00:30"


def test_seconds_show_where_there_are_any() -> None:
    plan = plan_of("## A — 90 s\nkind: opening\n## B — weight 1\nkind: closing\n")
    assert [row.starts for row in rows(plan, datetime.fromisoformat("2026-03-02T18:00"))] == [
        "18:00",
        "18:01:30",
    ]
    assert [row.starts for row in rows(plan)] == ["+0:00", "+0:01:30"]


def test_a_start_is_read_as_it_is_typed() -> None:
    assert read_start(None, None) is None
    assert read_start("2026-03-02T18:00", None) == datetime.fromisoformat("2026-03-02T18:00")
    assert read_start("2026-03-02 18:00", "Europe/Rome") == datetime(2026, 3, 2, 18, tzinfo=ROME)


@pytest.mark.parametrize(
    ("start", "zone", "sentence"),
    [
        ("tomorrow", None, '"tomorrow" is not a time: write it like 2026-03-02T18:00'),
        ("2026-03-02T18:00", "Europe/Rom", 'There is no time zone "Europe/Rom": write "Europe/Rome"'),
        ("2026-03-02T18:00", "../../etc/passwd", 'There is no time zone "../../etc/passwd": write one of:'),
        ("2026-03-29T02:30", "Europe/Rome", "There is no 02:30 in Europe/Rome on that day: "
         "the clocks are put forward then"),
        ("2026-03-02T18:00+02:00", "Europe/Rome", "The start has a zone of its own: leave out its offset, or --zone"),
        (None, "Europe/Rome", "A zone alone says nothing: add --start 2026-03-02T18:00"),
    ],
)  # fmt: skip
def test_a_start_that_is_none(start: str | None, zone: str | None, sentence: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_start(start, zone)
    assert str(caught.value).startswith(sentence)


def test_participants_see_nothing_that_is_meant_for_the_team(plan: SessionPlan) -> None:
    text = as_text(session_sheet(for_audience(plan, "participants")))
    assert "An object that says where you feel at home" in text
    assert "Choose one object" in text
    for hidden in ("Welcome. I am glad", "Low turnout", "Who speaks about", "Pre-flight", "debrief", "Keep the order",
                   "What would you miss", "The first meeting"):  # fmt: skip
        assert hidden not in text


def test_a_producer_sees_the_producers_lanes(plan: SessionPlan) -> None:
    text = as_text(session_sheet(for_audience(plan, "producer")))
    assert "Keep the order" in text
    assert "Who speaks about" in text
    assert "Welcome. I am glad" not in text


def test_the_team_sees_everything(plan: SessionPlan) -> None:
    assert for_audience(plan, "team") is plan
    text = as_text(session_sheet(plan, "Who belongs?", datetime(2026, 3, 2, 18, tzinfo=ROME)))
    squeezed = " ".join(text.split())
    for block in plan.blocks:
        for lane in block.lanes:
            assert " ".join(lane.text.split()) in squeezed
    assert "Start: Monday, 2026-03-02 18:00 (Europe/Rome)" in text


def test_questions_stand_on_the_sheet() -> None:
    asked = read_plan(documented()["2-who-belongs.md"], "2.md").plan
    assert asked is not None
    text = as_text(session_sheet(asked))
    assert "open from day 8 to day 12 · video of at most 2 min · responses: 1 · reactions: 2" in text
    assert "Faces or addresses" in text
    assert "Faces or addresses" not in as_text(session_sheet(for_audience(asked, "participants")))


def test_the_sheet_as_data(plan: SessionPlan) -> None:
    data = sheet_data(plan, "Who belongs?", datetime(2026, 3, 2, 18, tzinfo=ROME))
    assert (data["course"], data["zone"], data["start"]) == (
        "Who belongs?",
        "Europe/Rome",
        "2026-03-02T18:00:00+01:00",
    )
    blocks = data["blocks"]
    assert isinstance(blocks, list)
    assert (blocks[2]["starts"], blocks[2]["offset_s"], blocks[2]["seconds"]) == ("18:00", 0, 360)


PARTS = (
    Heading(1, "A\nb"),
    Said("Say", "one\ntwo"),
    Said("", "plain"),
    Bullets(("x", "y\nz"), ((), ("inner",))),
    Table(("a", "b"), (("1 | 2", "<b>"),)),
)


def test_markdown_of_every_part() -> None:
    assert as_markdown(PARTS) == (
        "# A b\n\n**Say:** one\ntwo\n\nplain\n\n- x\n- y\n  z\n  - inner\n\n"
        "| a | b |\n| --- | --- |\n| 1 \\| 2 | <b> |\n"
    )


def test_html_is_shown_and_never_obeyed() -> None:
    page = as_html((*PARTS, Said("", "<script>alert(1)</script> [x](javascript:alert(1))")), "<t>", "ar")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page
    assert "<title>&lt;t&gt;</title>" in page
    assert '<html lang="ar" dir="rtl">' in page
    assert 'dir="ltr"' in as_html(PARTS, "t", "en")


def test_long_lines_are_wrapped_in_text() -> None:
    text = as_text((Said("Say", "word " * 100), Bullets(("word " * 40,))))
    assert max(map(len, text.splitlines())) <= 88
    assert "\n- word" in text


def test_a_course_is_shown_with_its_rules_in_words() -> None:
    complaints = Complaints("c.yaml")
    tree = read_tree(documented()["course.yaml"], complaints)
    assert tree is not None
    import msgspec

    course = msgspec.convert(COURSE.sift(tree, complaints)[0], Course)
    plans = tuple(
        found
        for name in course.modules
        if (found := read_plan(documented()[name], name, shared).plan) is not None
    )
    text = as_text(course_sheet(course, plans))
    for words in (
        "ready-made exchange · blended · 2 weeks · subgroups of 8–10",
        "Workload: 1 h live and 3 h of own work; 4 h at 25 h a credit are 0.16 credits",
        "present for at least 70 % of the session",
        "attend all sessions that were held",
        "Luca: no, the survey is missing",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("own_h", "said"),
    [
        (24, "25 h at 25 h a credit are 1 credit"),
        (49, "50 h at 25 h a credit are 2 credits"),
        (3, "4 h at 25 h a credit are 0.16 credits"),
    ],
)
def test_one_credit_is_a_credit(plan: SessionPlan, own_h: int, said: str) -> None:
    course = Course(
        "c", "1", "en", "C", "facilitator training", "synchronous", 1, SubgroupSize(8, 10), (), ("Listen",), ("1.md",),
        workload=Workload(own_h * 3600, 25),
    )  # fmt: skip
    (line,) = [line for line in as_text(course_sheet(course, (plan,))).splitlines() if "Workload" in line]
    assert line.endswith(said)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("attend: 4", "attend at least 4 sessions"),
        ("{attend: 80 %, of: held, round: up}", "attend at least 80 % of the sessions held, rounded up"),
        ("{minutes: 85 %, of: scheduled}", "be present for at least 85 % of the minutes scheduled"),
        ("minutes: 480", "be present for at least 480 minutes"),
        ("miss at most: 1", "miss at most 1 of the sessions held"),
        ("{miss at most: 2 h, of: scheduled}", "miss at most 2 h of the sessions scheduled"),
        ("{task: diary, count: 4, by: day 3}", "hand in diary 4 times by day 3"),
        ("any: [{attend: 1}, {attend: 2}]", "at least 1 of:"),
    ],
)
def test_rules_in_words(rule: str, words: str) -> None:
    from facilitator_tui.plans.course import Attend, Group, Handed, Minutes, Miss
    from facilitator_tui.plans.forms_badge import CRITERION

    complaints = Complaints("c.yaml")
    tree = read_tree(rule if rule.startswith("{") else f"{rule}\n", complaints)
    assert tree is not None
    criterion = CRITERION.read(tree, complaints, "needs")
    assert isinstance(criterion, Attend | Minutes | Miss | Handed | Group)
    assert rule_in_words(criterion) == words
