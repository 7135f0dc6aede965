"""What the columns of Zoom's reports are called, language by language: data, and how to find columns by it.

A label not listed here makes a report unknown: add it to its column. Comparison ignores capitals, blanks and
the kind of apostrophe. What the cells mean is read in ``zoom_participants``.
"""

from __future__ import annotations

import msgspec

from facilitator_tui.imports.labels import by_label, places

PARTICIPANT_LABELS: dict[str, tuple[str, ...]] = {
    "name": (
        "Name (Original Name)",
        "User Name (Original Name)",
        "Nom (nom original)",
        "Nombre (nombre original)",
        "Nome (nome original)",
        "Nome (nome originale)",
        "Name (ursprünglicher Name)",
        "Name (Originalname)",
        "이름(원래 이름)",
    ),
    "bare_name": ("Name", "User Name", "Nom", "Nombre", "Nome", "이름"),
    "email": (
        "User Email",
        "Email",
        "E-mail",
        "Adresse e-mail de l'utilisateur",
        "Adresse e-mail",
        "E-mail del usuario",
        "Correo electrónico",
        "Email dell'utente",
        "E-Mail-Adresse",
        "Benutzer-E-Mail",
        "사용자 이메일",
    ),
    "join": (
        "Join Time",
        "Heure d'arrivée",
        "Heure de connexion",
        "Hora para unirse",
        "Hora de entrada",
        "Ingressar na hora",
        "Ora di ingresso",
        "Ora di entrata",
        "Beitrittszeit",
        "Beitrittszeitpunkt",
        "참가 시간",
    ),
    "leave": (
        "Leave Time",
        "Heure de départ",
        "Heure de déconnexion",
        "Hora para salir",
        "Hora de salida",
        "Hora de saída",
        "Ora di uscita",
        "Austrittszeit",
        "Zeit des Verlassens",
        "나간 시간",
    ),
    "minutes": (
        "Duration (Minutes)",
        "Total Duration (Minutes)",
        "Time in Session (minutes)",
        "Durée (minutes)",
        "Durée totale (minutes)",
        "Duración (minutos)",
        "Duración total (minutos)",
        "Duração (minutos)",
        "Duração total (minutos)",
        "Durata (minuti)",
        "Durata totale (minuti)",
        "Dauer (Minuten)",
        "Gesamtdauer (Minuten)",
        "기간(분)",
    ),
    "waiting": (
        "In Waiting Room",
        "Salle d'attente",
        "En salle d'attente",
        "En sala de espera",
        "Na sala de espera",
        "In sala d'attesa",
        "Im Warteraum",
    ),
    "attended": ("Attended", "A participé", "Asistió", "Participou", "Ha partecipato", "Teilgenommen"),
}

MEETING_LABELS: dict[str, tuple[str, ...]] = {
    "topic": ("Topic", "Sujet", "Tema", "Tópico", "Argomento", "Thema", "주제"),
    "meeting": (
        "Meeting ID",
        "Webinar ID",
        "ID",
        "ID de réunion",
        "N° de réunion",
        "ID de la reunión",
        "ID de reunión",
        "ID da reunião",
        "ID riunione",
        "Meeting-ID",
        "회의 ID",
    ),
    "start": (
        "Start Time",
        "Actual Start Time",
        "Heure de début",
        "Hora de inicio",
        "Hora de início",
        "Ora di inizio",
        "Startzeit",
        "시작 시간",
    ),
    "end": (
        "End Time",
        "Heure de fin",
        "Hora de finalización",
        "Hora de fin",
        "Hora de término",
        "Ora di fine",
        "Endzeit",
        "종료 시간",
    ),
    "participants": (
        "Participants",
        "Participantes",
        "Partecipanti",
        "Teilnehmer",
        "참가자",
    ),
}

YES = ("yes", "y", "oui", "sí", "si", "sì", "sim", "ja", "예")
NO = ("no", "n", "n0", "non", "não", "nein", "아니요")


class Columns(msgspec.Struct, frozen=True):
    """Where the columns of a table are, counted from 0; None for a column it does not have."""

    name: int
    email: int | None = None
    join: int | None = None
    leave: int | None = None
    minutes: int | None = None
    waiting: int | None = None
    attended: int | None = None


class MeetingColumns(msgspec.Struct, frozen=True):
    """Where the columns that describe the meeting are."""

    topic: int
    start: int
    meeting: int | None = None
    end: int | None = None
    participants: int | None = None


class KnownLabels(msgspec.Struct, frozen=True):
    """Which column a label, made comparable, stands for."""

    participant: dict[str, str]
    meeting: dict[str, str]


def known_labels() -> KnownLabels:
    """Turn the tables round, once for a file."""
    return KnownLabels(by_label(PARTICIPANT_LABELS), by_label(MEETING_LABELS))


def participant_columns(row: list[str], labels: KnownLabels) -> Columns | None:
    """Find the participants' columns in a header; None when ``row`` is no such header.

    A report that repeats the meeting in every row has some labels twice; those of the participant come last.
    """
    found = places(row, labels.participant)
    certain = found.pop("name", None)
    bare = found.pop("bare_name", None)
    name = bare if certain is None else certain
    has_times = "join" in found and "leave" in found
    if name is None or not ("minutes" in found or (certain is not None and has_times)):
        return None
    if meeting_columns(row, labels):
        found = {column: place for column, place in found.items() if place > name}
    return Columns(name, **found)


def meeting_columns(row: list[str], labels: KnownLabels) -> MeetingColumns | None:
    """Find the columns that describe the meeting in a header; None when ``row`` has none."""
    found = places(row, labels.meeting)
    if "topic" not in found or "start" not in found:
        return None
    return MeetingColumns(**found)
