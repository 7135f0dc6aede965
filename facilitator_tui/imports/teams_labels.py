"""What the columns of Microsoft Teams' attendance reports are called, language by language: data.

A label not listed here is no harm in a report with numbered sections, whose columns are then known by their
place. Comparison ignores capitals, blanks and the kind of apostrophe. The rows are read in ``teams``.
"""

from __future__ import annotations

import msgspec

from facilitator_tui.imports.labels import by_label, places

NAME = (
    "Name",
    "Full Name",
    "Nom",
    "Nom complet",
    "Nombre",
    "Nombre completo",
    "Nome",
    "Nome completo",
    "Vollständiger Name",
    "Naam",
    "Volledige naam",
    "Imię i nazwisko",
    "Nazwa",
    "Jméno",
    "Celé jméno",
    "Név",
    "Teljes név",
    "Namn",
    "Navn",
    "Ad",
    "Tam Ad",
    "Ad Soyad",
    "Όνομα",
    "Имя",
    "Полное имя",
    "الاسم",
    "الاسم الكامل",
)

LABELS: dict[str, tuple[str, ...]] = {
    "name": NAME,
    "joined": (
        "First Join",
        "First Join (UTC)",
        "First Join Time",
        "Join Time",
        "Join Time (UTC)",
        "Première participation",
        "Première arrivée",
        "Heure d'arrivée",
        "Heure de participation",
        "Primera entrada",
        "Primera unión",
        "Hora de unión",
        "Hora de entrada",
        "Primeira entrada",
        "Primeiro ingresso",
        "Hora de ingresso",
        "Hora de Entrada",
        "Prima partecipazione",
        "Primo accesso",
        "Ora di ingresso",
        "Erster Beitritt",
        "Beitreten",
        "Beitrittszeit",
        "Eerste deelname",
        "Tijd van deelname",
        "Pierwsze dołączenie",
        "Godzina dołączenia",
        "První připojení",
        "Čas připojení",
        "Första anslutning",
        "İlk Katılım",
        "Katılma Saati",
    ),
    "left": (
        "Last Leave",
        "Last Leave (UTC)",
        "Last Leave Time",
        "Leave Time",
        "Leave Time (UTC)",
        "Dernier départ",
        "Dernière sortie",
        "Heure de départ",
        "Última salida",
        "Hora de salida",
        "Última saída",
        "Hora de saída",
        "Ultima uscita",
        "Ora di uscita",
        "Letztes Verlassen",
        "Verlassen",
        "Verlassenszeit",
        "Laatste vertrek",
        "Tijd van vertrek",
        "Ostatnie wyjście",
        "Godzina opuszczenia",
        "Poslední odchod",
        "Čas odchodu",
        "Sista utträde",
        "Son Ayrılma",
        "Ayrılma Saati",
    ),
    "duration": (
        "In-Meeting Duration",
        "Duration",
        "Durée de la réunion",
        "Durée de participation",
        "Durée",
        "Duración de la reunión",
        "Duración",
        "Duração da reunião",
        "Duração",
        "Durata riunione",
        "Durata della riunione",
        "Durata",
        "Dauer der Besprechung",
        "Besprechungsdauer",
        "Dauer",
        "Duur van vergadering",
        "Duur",
        "Czas udziału w spotkaniu",
        "Czas trwania",
        "Doba trvání",
        "Varaktighet",
        "Süre",
    ),
    "email": (
        "Email",
        "E-mail",
        "Email Address",
        "Adresse e-mail",
        "E-mail de l'utilisateur",
        "Correo electrónico",
        "Endereço de email",
        "Indirizzo e-mail",
        "E-Mail-Adresse",
        "E-mailadres",
        "Adres e-mail",
        "E-postadress",
        "E-posta",
    ),
}

LOG_LABELS: dict[str, tuple[str, ...]] = {
    "name": NAME,
    "action": (
        "User Action",
        "Action",
        "Action de l'utilisateur",
        "Acción del usuario",
        "Acción de usuario",
        "Atividade",
        "Ação do Utilizador",
        "Azione utente",
        "Benutzeraktion",
        "Gebruikersactie",
        "Akcja użytkownika",
        "Działanie użytkownika",
        "Akce uživatele",
        "Användaråtgärd",
        "Kullanıcı Eylemi",
    ),
    "time": (
        "Timestamp",
        "Time",
        "Horodatage",
        "Marca de tiempo",
        "Carimbo de data/hora",
        "Timestamp (UTC)",
        "Zeitstempel",
        "Tijdstempel",
        "Sygnatura czasowa",
        "Znacznik czasu",
        "Časové razítko",
        "Tidsstämpel",
        "Zaman Damgası",
    ),
}

JOINED = (
    "Joined",
    "Joined before",
    "A rejoint",
    "A rejoint avant",
    "Rejoint avant",
    "Se unió",
    "Se unió antes",
    "Ingressou",
    "Ingressou antes",
    "Entrou",
    "Ha partecipato",
    "Accesso effettuato",
    "Si è unito",
    "Beigetreten",
    "Vorher beigetreten",
    "Deelgenomen",
    "Dołączył",
    "Dołączono",
    "Dołączył(a)",
    "Dołączono wcześniej",
    "Připojil se",
    "Anslöt",
    "Katıldı",
)
LEFT = (
    "Left",
    "A quitté",
    "Est parti",
    "Salió",
    "Saiu",
    "Uscito",
    "È uscito",
    "Ha abbandonato",
    "Verlassen",
    "Vertrokken",
    "Verlaten",
    "Opuścił",
    "Opuścił(a)",
    "Opuszczono",
    "Odešel",
    "Lämnade",
    "Ayrıldı",
)


class Columns(msgspec.Struct, frozen=True):
    """Where the columns of a list of people are, counted from 0; None for a column it does not have."""

    name: int
    joined: int
    left: int
    duration: int | None = None
    email: int | None = None


class LogColumns(msgspec.Struct, frozen=True):
    """Where the columns of the older log of actions are."""

    name: int
    action: int
    time: int


def known_columns() -> dict[str, str]:
    """Turn the table of labels round, once for a file."""
    return by_label(LABELS)


def known_log_columns() -> dict[str, str]:
    """Turn the table of the log's labels round, once for a file."""
    return by_label(LOG_LABELS)


def columns_of(row: list[str], known: dict[str, str]) -> Columns | None:
    """Find the columns of a list of people in a header; None when ``row`` is no such header."""
    found = places(row, known)
    return Columns(**found) if {"name", "joined", "left"} <= set(found) else None


def log_columns_of(row: list[str], known: dict[str, str]) -> LogColumns | None:
    """Find the columns of the log of actions in a header; None when ``row`` is no such header."""
    found = places(row, known)
    return LogColumns(**found) if {"name", "action", "time"} == set(found) else None
