"""One session of two hours, told minute by minute, and what a report of it must say: worked out by hand.

How it is played, with keys and with lines, is in ``test_two_hours``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from facilitator_tui.plans.model import Block, Breakout, SessionPlan

PEOPLE = (
    "Amina Belkacem", "Bruno Keller", "Chiara Conti", "Deniz Yıldız", "Elif Kaya", "Farah Mansour",
    "Gustav Lindholm", "هناء النجار", "Ηλίας Μάρκου", "Joana Reis",
)  # fmt: skip
"""At the seats 1 to 10. Somebody the group did not expect gets seat 11; the facilitator has none."""

FACILITATOR = "Karim Daoudi"
GUEST = "Lucía Prado Gil"

PLAN = SessionPlan(
    2,
    "Who belongs?",
    blocks=(
        Block("Welcome", "opening", 600),
        Block("Check-in round", "go-round", 900),
        Block("In threes", "breakout", 1200, breakout=Breakout(3)),
        Block("Dialogue", "discussion", 2400),
        Block("Looking back", "reflection", 1200),
        Block("Closing", "closing", 900),
    ),
)

BEGINS_MS = 1_795_543_200_000
"""When the program is opened, and second 0 of the story: 24 November 2026, 18:00 UTC."""

STORY = """
00:00 open
00:20 join 1
00:35 join 2
00:50 join 3
01:00 join 4
01:10 join 5
01:25 join 6
01:40 join 7
01:55 join 8
05:00 next                  Welcome
05:05 f
06:35 quiet
06:40 floor 1
07:10 floor 2
07:12 was 3                 the wrong key, corrected at once
08:00 quiet
08:10 trouble 4             no sound
09:00 trouble 4
09:30 join 9                late
10:00 f
11:00 quiet
11:02 earlier 2             the key came two seconds late

15:00 next                  Check-in round
15:05 f
15:35 round
15:40 floor 1
16:20 floor 2
17:00 pass 3                for now
17:10 floor 4
18:00 floor 5
18:40 pass 6                for now
18:45 floor 7
19:30 floor 8
20:15 floor 9
21:00 floor 3
21:40 pass 6                for good
21:45 quiet
21:50 round
22:00 note 3 Came back to the round and spoke of her grandmother #breakthrough
22:30 note 0 A warm, slow start #care
23:00 hand 7
23:05 hand 2
23:10 floor 7
24:10 floor 2
24:50 quiet
24:51 undo                  only a breath
25:20 quiet
25:30 floor 5
25:50 say 8
26:10 crash
27:00 again
27:05 undo
27:06 redo
27:10 floor 5
27:50 quiet
28:00 extend 1
28:05 extend 1
28:10 extend -1
28:20 undo
28:25 redo

31:30 next                  In threes
31:40 join 10               very late
32:00 f
33:00 rooms 1,4,7/2,5,8/3,6,9,10
35:00 flag 4
35:30 flag
38:00 left 9
40:00 join 9
45:00 rooms

51:00 next                  Dialogue, by mistake
51:05 back
53:00 next                  Dialogue
53:10 f
53:40 floor 9
55:10 floor 1
55:12 earlier 5
57:00 floor 6
57:30 say 2
57:40 say 2
58:00 left 6                in the middle of a sentence
58:40 join 6
59:00 pause
61:00 pause
61:10 floor 4
62:00 hand 10
62:30 crash
64:00 again
64:05 floor 4
65:05 floor 10
66:00 quiet
66:20 guest Lucía Prado
66:30 floor 11
67:00 quiet
67:10 floor 8
67:15 undo
67:20 redo
67:40 quiet
67:45 was 7
68:00 trouble 5
68:30 name 11 Lucía Prado Gil
70:00 left 5
74:00 join 5
75:00 note 5 Lost the connection twice; wants to read up #tech #follow-up
76:00 floor 2
77:00 floor 3
78:30 floor 2
79:00 quiet

93:00 next                  Looking back
93:10 f
94:00 round
94:05 floor 11
94:30 floor 10
94:55 floor 9
95:20 pass 8
95:30 floor 7
95:55 floor 6
96:20 floor 5
96:45 floor 4
97:00 hand 1
97:10 crash
98:00 again
98:05 floor 4
98:30 floor 3
98:55 floor 2
99:20 floor 1
99:45 quiet
99:50 pass 8
100:00 round

103:00 next                 Closing
103:10 f
104:40 quiet
105:00 note 0 Everybody named one thing to take home; nobody hurried
122:30 floor 1
123:00 close
"""
"""In the words of the line mode. "crash" drops the program without warning, "again" opens it again."""


class Moment(NamedTuple):
    """At this second of the story, this happened."""

    second: int
    what: str


def moments() -> Iterator[Moment]:
    for line in STORY.splitlines():
        if line.strip():
            clock, _, what = line.partition(" ")
            remarked = not what.startswith(("note", "guest", "name"))
            yield Moment(second(clock), what.split("  ")[0] if remarked else what)


def second(clock: str) -> int:
    minutes, seconds = clock.split(":")
    return int(minutes) * 60 + int(seconds)


# --- what the report must say


TALK = {
    1: (30, 40, 115, 25, 30),  # 06:40, 15:40, 55:05 (five seconds earlier than its key), 99:20, 122:30
    2: (50, 70, 60, 30, 25),  # 16:20, 24:10 (one turn: the end was undone), 76:00, 78:30, 98:55
    3: (50, 45, 90, 25),  # 07:10 (was logged for 2), 21:00, 77:00, 98:30
    4: (50, 50, 60, 15, 25),  # 17:10, 61:10 and 96:45 (each cut off by a crash), 64:05, 98:05
    5: (45, 20, 40, 25),  # 18:00, 25:30 (cut off by a crash), 27:10, 96:20
    6: (60, 25),  # 57:00 (left in the middle of it), 95:55
    7: (45, 60, 30, 25),  # 18:45, 23:10, 67:10 (was logged for 8, undone and redone), 95:30
    8: (45,),  # 19:30
    9: (45, 85, 35),  # 20:15, 53:40, 94:55
    10: (55, 25),  # 65:05, 94:30
    11: (30, 25),  # 66:30, 94:05
    0: (90, 58, 35, 60, 30, 55, 90),  # 05:05, 10:00, 15:05, 32:00 (until the rooms), 53:10, 93:10, 103:10
}
"""The lengths of everybody's turns in seconds, in order; 0 is the facilitator."""

PRESENT = {
    1: "122:40", 2: "122:25", 3: "122:10", 4: "122:00",
    5: "117:50",  # 01:10–70:00 and 74:00–123:00
    6: "120:55",  # 01:25–58:00 and 58:40–123:00
    7: "121:20", 8: "121:05",
    9: "111:30",  # 09:30–38:00 and 40:00–123:00
    10: "91:20", 11: "56:40",
}  # fmt: skip

UNCERTAIN = [(5, 70), (4, 120), (4, 60)]
"""Whose turns a crash cut off, and for how many seconds nobody knows whether they went on."""

GAPS = [("25:50", "27:00"), ("62:00", "64:00"), ("97:00", "98:00")]

BLOCKS = {
    "Welcome": ("10:00", "10:00"),
    "Check-in round": ("16:00", "16:30"),  # two minutes more, one less
    "In threes": ("20:00", "21:25"),  # 31:30–51:00 and 51:05–53:00
    "Dialogue": ("40:00", "38:05"),  # five seconds by mistake, then 53:00–93:00 without two minutes of pause
    "Looking back": ("20:00", "10:00"),
    "Closing": ("15:00", "20:00"),
}
"""What every block was given, and how long it ran."""

TROUBLE = {4: 50, 5: 120}
INTERJECTIONS = {8: 1, 2: 2}
PASSES = {3: 1, 6: 2, 8: 2}

ROUNDS = [(1, 2, 4, 5, 7, 8, 9, 3, 6), (11, 10, 9, 7, 6, 5, 4, 3, 2, 1, 8)]
"""In the order in which people spoke or passed."""

ROOMS = [(1, 4, 7), (2, 5, 8), (3, 6, 9, 10)]

TAKEN_BACK, AMENDED = 7, 4
