"""BigBlueButton: both shapes of the dashboard's JSON, its CSV that is none, and the events of a recording."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from facilitator_tui.imports.normal import AttendanceFile, ReportedPerson, SpokenTurn, TurnsFile
from facilitator_tui.imports.problems import Damaged, TooLarge
from facilitator_tui.imports.recognise import read_file, recognise
from tests.imports.conftest import WriteFile

START = 1_790_272_800_000
MINUTE = 60_000


def report_of(path: Path) -> AttendanceFile:
    form = read_file(path, zone="UTC")
    assert isinstance(form, AttendanceFile)
    return form


def at(minute: float) -> int:
    return START + round(minute * MINUTE)


def user(
    name: str, account: str, *devices: list[tuple[float, float | None]], old: bool = False
) -> dict[str, object]:
    def times(stay: tuple[float, float | None]) -> dict[str, int]:
        return {"registeredOn": at(stay[0]), "leftOn": 0 if stay[1] is None else at(stay[1])}

    ids = {
        f"w_{account}_{number}": times(device[0]) if old else {"sessions": [times(stay) for stay in device]}
        for number, device in enumerate(devices)
    }
    return {"extId": account, "intIds": ids, "name": name, "isModerator": False, "talk": {"totalTime": 5000}}


def dashboard(*users: dict[str, object], ended: float = 120) -> str:
    return json.dumps(
        {
            "intId": "abc-1",
            "extId": "course",
            "name": "Who belongs?",
            "users": {f"key-{number}": user for number, user in enumerate(users)},
            "createdOn": START,
            "endedOn": at(ended) if ended else 0,
        }
    )


@pytest.mark.parametrize("old", [False, True])
def test_two_devices_at_once_count_once_in_both_shapes(old: bool, file_of: WriteFile) -> None:
    path = file_of(dashboard(user("Amal Haddad", "gl-1", [(0, 60)], [(30, 90)], old=old)))

    form = report_of(path)

    assert recognise(path) == "bigbluebutton"
    assert form.people == (ReportedPerson("Amal Haddad", "", ((at(0), at(90)),), 90 * MINUTE),)
    assert (form.title, form.started_ms, form.ended_ms) == ("Who belongs?", START, at(120))
    assert form.warnings == ()


def test_several_sessions_of_one_device(file_of: WriteFile) -> None:
    form = report_of(file_of(dashboard(user("Amal Haddad", "gl-1", [(0, 10), (20, 30)]))))

    assert form.people[0].spells == ((at(0), at(10)), (at(20), at(30)))


def test_the_same_account_under_two_keys_is_one_person(file_of: WriteFile) -> None:
    form = report_of(
        file_of(dashboard(user("Amal Haddad", "gl-1", [(0, 10)]), user("Amal H.", "gl-1", [(20, 30)])))
    )

    assert [(person.name, person.present_ms) for person in form.people] == [("Amal Haddad", 20 * MINUTE)]
    assert form.warnings == ()


def test_one_name_under_several_accounts_is_said(file_of: WriteFile) -> None:
    form = report_of(file_of(dashboard(user("Ana", "w_1", [(0, 10)]), user("Ana", "w_2", [(5, 30)]))))

    assert [person.present_ms for person in form.people] == [30 * MINUTE]
    assert form.warnings[0].startswith(
        "Several accounts are called “Ana”: guests get a new account each time"
    )


def test_an_account_that_is_an_address_gives_it_and_keeps_people_apart(file_of: WriteFile) -> None:
    form = report_of(
        file_of(
            dashboard(user("Ana", "ana1@example.org", [(0, 10)]), user("Ana", "ana2@example.org", [(5, 30)]))
        )
    )

    assert [person.email for person in form.people] == ["ana1@example.org", "ana2@example.org"]
    assert form.warnings == ()


@pytest.mark.parametrize(("ended", "until"), [(120, 120), (0, 30)])
def test_who_is_still_there_stays_until_the_end(ended: float, until: float, file_of: WriteFile) -> None:
    text = dashboard(user("Ana", "gl-1", [(0, None)]), user("Rui", "gl-2", [(0, 30)]), ended=ended)

    form = report_of(file_of(text))

    assert form.people[0].present_ms == until * MINUTE
    assert form.warnings[0].startswith("1 stay has no end: counted until the end of the meeting")


def test_a_long_line_of_json_is_no_problem(file_of: WriteFile) -> None:
    users = [user(f"Person {number} {'x' * 60}", f"gl-{number}", [(0, 60)]) for number in range(6000)]

    assert len(report_of(file_of(dashboard(*users))).people) == 6000


def test_json_that_is_cut_off_is_refused(file_of: WriteFile) -> None:
    text = dashboard(user("Amal Haddad", "gl-1", [(0, 60)]))

    with pytest.raises(
        Damaged, match=r"the JSON of the learning dashboard is cut off or damaged.*download it again"
    ):
        read_file(file_of(text[:-30]))
    with pytest.raises(Damaged, match="nobody who was there"):
        read_file(file_of(dashboard(user("", "gl-1", [(0, 60)]))))


HEADER = (
    "Name,Moderator,Activity Score,Talk Time,Webcam Time,Messages,Reactions,Poll Votes,Raise Hands,Join,Left,Duration,"
    "What brings you, today?"
)


def dashboard_row(name: str, join: str, left: str, duration: str) -> str:
    values = (name, "FALSE", "7.2", "00:01:05", "-", "3", "0", "1", "0", join, left, duration, 'A, "B"')
    return ",".join(f'"{value}"' for value in values)


def test_the_csv_with_quotation_marks_that_are_not_doubled(file_of: WriteFile) -> None:
    rows = [
        HEADER,
        dashboard_row(
            'Amal "Ami" Haddad, Tunis', "9/24/2026, 06:00:10 PM", "9/24/2026, 07:00:10 PM", "01:00:00"
        ),
        dashboard_row("Rui Costa", "9/24/2026, 06:05:00 PM", "-", "01:55:00"),
        dashboard_row("Tove Lind", "9/24/2026, 06:00:00 PM", "9/24/2026, 08:00:00 PM", "00:30:00"),
        '"Anonymous","","","","","","","","","","","","curious\r\nhopeful"',
    ]
    path = file_of("\r\n".join(rows))

    form = report_of(path)

    assert recognise(path) == "bigbluebutton_table"
    assert [(person.name, person.present_ms) for person in form.people] == [
        ('Amal "Ami" Haddad, Tunis', 60 * MINUTE),
        ("Rui Costa", 115 * MINUTE),
        ("Tove Lind", 30 * MINUTE),
    ]
    assert form.warnings == (
        "Line 3: no time of leaving; counted until the last time in the report.",
        "Line 4: away in between, and the report does not say when; the time there is the report's own.",
    )


def test_the_csv_under_a_translated_header(file_of: WriteFile) -> None:
    row = dashboard_row("Éloïse Moreau", "24/09/2026, 18:00:10", "24/09/2026, 19:00:10", "01:00:00")

    form = report_of(
        file_of(HEADER.replace("Moderator", "Modérateur").replace("Join", "Arrivée") + "\r\n" + row)
    )

    assert form.people[0].present_ms == 60 * MINUTE


def test_a_damaged_row_of_the_csv_is_named(file_of: WriteFile) -> None:
    row = dashboard_row("Rui Costa", "24/09/2026, 18:00:00", "24/09/2026, 19:00:00", "01:00:00")

    form = report_of(file_of(f'{HEADER}\r\n{row}\r\n"Tove Lind","FALSE","7'))

    assert form.warnings == ("Line 3: the row cannot be taken apart; left out.",)


ZERO = 5_000
"""The recording's clock starts anywhere; here the first event is at five seconds."""


def event(kind: str, second: float, module: str = "PARTICIPANT", **values: str) -> str:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return f'<event timestamp="{ZERO + round(second * 1000)}" module="{module}" eventname="{kind}">{inside}</event>\n'


def join(device: str, second: float, name: str, account: str = "") -> str:
    return event(
        "ParticipantJoinEvent",
        second,
        userId=device,
        externalUserId=account or device,
        name=name,
        role="VIEWER",
    )


def talk(device: str, second: float, talking: bool) -> str:
    return event("ParticipantTalkingEvent", second, "VOICE", participant=device, talking=str(talking).lower())


def recording(*events: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<recording meeting_id="hash-{START}" bbb_version="2.7">\n'
        f'<meeting id="hash-{START}" externalId="course" name="Room"/>\n<metadata meetingName="Who belongs?"/>\n'
        + event("CreatePresentationPodEvent", 0, "PRESENTATION", podId="x")
        + "".join(events)
        + event("EndAndKickAllEvent", 3600)
        + "</recording>\n"
    )


def test_joining_and_leaving_on_several_devices(file_of: WriteFile) -> None:
    path = file_of(
        recording(
            join("w_1", 10, "Amal Haddad", "gl-1"),
            join("w_2", 60, "Amal Haddad", "gl-1"),
            event("ParticipantLeftEvent", 600, userId="w_1"),
            join("w_3", 100, "Rui Costa", "gl-2"),
            event("ParticipantLeftEvent", 1200, userId="w_2"),
        )
    )

    form = report_of(path)

    assert recognise(path) == "bigbluebutton_events"
    assert form.people == (
        ReportedPerson("Amal Haddad", "", ((START + 10_000, START + 1_200_000),), 1_190_000),
        ReportedPerson("Rui Costa", "", ((START + 100_000, START + 3_600_000),), 3_500_000),
    )
    assert (form.title, form.started_ms, form.ended_ms) == ("Who belongs?", START, START + 3_600_000)
    assert form.warnings[0].startswith("1 stay has no end")


def test_a_joining_without_a_leaving_ends_where_the_device_joins_again(file_of: WriteFile) -> None:
    form = report_of(
        file_of(
            recording(
                join("w_1", 0, "Amal"),
                join("w_1", 600, "Amal"),
                event("ParticipantLeftEvent", 900, userId="w_1"),
            )
        )
    )

    assert form.people[0].present_ms == 900_000


def test_the_time_of_an_event_in_utc_goes_before_the_meetings_id(file_of: WriteFile) -> None:
    stamped = event("ParticipantJoinEvent", 1, userId="w_1", name="Amal", timestampUTC=str(START + 500_000))

    assert report_of(file_of(recording(stamped))).people[0].spells[0][0] == START + 500_000


def test_talking_becomes_turns(file_of: WriteFile) -> None:
    text = recording(
        join("w_1", 0, "Amal Haddad"),
        join("w_2", 0, "Rui Costa"),
        talk("w_1", 10, True),
        talk("w_2", 14, True),
        talk("w_1", 15, False),
        talk("w_1", 20, True),
        event("ParticipantLeftEvent", 25, "VOICE", participant="w_1"),
        talk("w_9", 30, True),
    )

    form = read_file(file_of(text), wanted="turns")

    assert isinstance(form, TurnsFile)
    assert form.turns == (
        SpokenTurn("Amal Haddad", 10_000, 5_000, 8),
        SpokenTurn("Rui Costa", 14_000, 3_586_000, 9),
        SpokenTurn("Amal Haddad", 20_000, 5_000, 11),
        SpokenTurn("", 30_000, 3_570_000, 13),
    )
    assert form.span_ms == 3_590_000
    assert form.warnings == ("1 turn is of a voice that has no name here.",)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE recording [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n',
        '<!DOCTYPE recording [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n',
        '<!DOCTYPE recording SYSTEM "http://example.org/x.dtd">\n',
    ],
)
def test_xml_that_declares_entities_is_refused(declared: str, file_of: WriteFile) -> None:
    with pytest.raises(Damaged, match="line 2: the XML declares a document type"):
        read_file(file_of(recording(join("w_1", 0, "Amal"), head=declared)))


def test_events_that_are_cut_off_are_read_as_far_as_they_go(file_of: WriteFile) -> None:
    text = recording(
        join("w_1", 0, "Amal"), event("ParticipantLeftEvent", 900, userId="w_1"), join("w_2", 950, "Rui")
    )

    form = report_of(file_of(text[: text.index("Rui")]))

    assert [(person.name, person.present_ms) for person in form.people] == [("Amal", 900_000)]
    assert form.warnings[0] == "Line 8: the file is cut off or damaged there; it was read as far as it goes."


def test_events_of_nobody_are_refused(file_of: WriteFile) -> None:
    with pytest.raises(Damaged, match="nobody who joined"):
        read_file(file_of(recording()))
    with pytest.raises(Damaged, match="nobody talks in this recording"):
        read_file(file_of(recording(join("w_1", 0, "Amal"))), wanted="turns")


def test_half_a_gigabyte_of_json_is_refused_without_reading_it(file_of: WriteFile) -> None:
    path = file_of(dashboard(user("Amal", "gl-1", [(0, 60)])) + " " * 70_000)
    with path.open("r+b") as file:
        file.truncate(500_000_000)

    with pytest.raises(TooLarge, match="500 MB"):
        read_file(path)
