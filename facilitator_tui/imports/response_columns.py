"""What the columns of a table of responses are called, and the words in its cells: data, and how to find them.

Who handed in is found by the labels of rosters. Which column stands for a task is asked of the course. Rows become
responses in ``responses``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from facilitator_tui.imports.labels import LONGEST_LABEL, MOST_COLUMNS, bare, comparable
from facilitator_tui.imports.roster_columns import KnownLabels, roster_columns

WHO = ("name", "given_name", "family_name", "surname_first", "email", "login")

FIELDS = (*WHO, "task", "module", "date", "times", "to", "status")
"""What a column can mean, beside the tasks of the course."""

# For each field the labels, the surest first.
_LABELS: dict[str, str] = {
    "task": "task|task id|activity|assignment|item|what|tarea|actividad|tâche|activité|devoir|tarefa|atividade|compito"
    "|attività|aufgabe|aktivität|taak|opdracht|zadanie|úkol|feladat|uppgift|opgave|oppgave|tehtävä|görev|ödev|sarcină"
    "|εργασία|задание|завдання|المهمة|النشاط|משימה",
    "module": "module|session|question|week|unit|module number|session number|módulo|sesión|pregunta|semana|séance"
    "|semaine|sessão|pergunta|modulo|sessione|domanda|settimana|modul|sitzung|frage|woche|sessie|vraag|moduł|sesja"
    "|pytanie|relace|otázka|modul szám|alkalom|fråga|spørgsmål|spørsmål|kysymys|modül|oturum|soru|modulul|sesiunea"
    "|ενότητα|ερώτηση|модуль|сессия|вопрос|сесія|питання|الوحدة|الجلسة|السؤال|מודול|מפגש|שאלה",
    "date": "date|timestamp|submitted|submitted at|submission date|submission time|handed in|completed|completed at"
    "|completion date|completion time|time|when|last modified (submission)|date and time|fecha|marca temporal"
    "|fecha de entrega|horodateur|date de remise|date d'envoi|data|carimbo de data/hora|data de entrega"
    "|informazioni cronologiche|data di consegna|datum|zeitstempel|abgegeben|abgabedatum|eingereicht|tijdstempel"
    "|inleverdatum|sygnatura czasowa|data oddania|časové razítko|datum odevzdání|időbélyeg|dátum|tidsstämpel"
    "|inlämnad|tidsstempel|afleveret|levert|päivämäärä|aikaleima|zaman damgası|tarih|teslim tarihi|marcă de timp"
    "|ημερομηνία|χρονική σήμανση|дата|отметка времени|позначка часу|التاريخ|طابع زمني|תאריך|חותמת זמן",
    "times": "times|count|number|how many|how often|veces|número|nombre de fois|vezes|volte|numero|anzahl|aantal"
    "|liczba|počet|darab|antal|antall|määrä|adet|sayı|număr|πλήθος|количество|кількість|العدد|מספר",
    "to": "to|to whom|reaction to|reply to|recipient|replied to|a quién|respuesta a|à qui|réponse à|a quem|resposta a"
    "|a chi|risposta a|an|an wen|antwort auf|aan wie|reactie op|do kogo|komu|kinek|till vem|til hvem|kenelle|kime"
    "|cui|προς|кому|إلى|אל",
    "status": "status|state|submission status|estado|statut|état|stato|stand|abgabestatus|stan|stav|állapot|durum"
    "|stare|κατάσταση|статус|الحالة|סטטוס",
}

WORDS: dict[str, str] = {
    "done": "yes|y|x|ok|true|done|completed|complete|submitted|handed in|received|passed|pass|submitted for grading|✓|✔"
    "|☑|✅|sí|si|hecho|entregado|completado|oui|fait|rendu|remis|terminé|sim|feito|entregue|concluído|sì|fatto"
    "|consegnato|completato|ja|j|erledigt|abgegeben|eingereicht|abgeschlossen|gedaan|ingeleverd|voltooid|tak"
    "|oddane|wykonane|ukończono|ano|odevzdáno|splněno|igen|kész|beadva|klar|inlämnad|færdig|afleveret|ferdig"
    "|levert|kyllä|valmis|evet|tamam|tamamlandı|teslim edildi|da|predat|ναι|да|сдано|выполнено|так|здано|نعم"
    "|تم|הוגש|כן|בוצע",
    "not done": "no|n|-|–|—|false|0|none|missing|not completed|not submitted|no submission|not done|incomplete|not yet"
    "|not started|failed|n/a|na|no entregado|pendiente|non|non rendu|manquant|não|não entregue|no consegnato"
    "|non consegnato|nein|nicht abgegeben|fehlt|offen|nee|niet ingeleverd|nie|brak|ne|chybí|nem|hiányzik|nej|nei"
    "|mangler|ei|puuttuu|hayır|yok|eksik|nu|lipsă|όχι|нет|не сдано|ні|не здано|لا|لم يسلم|לא|חסר",
}
"""What a cell says that tells whether something was handed in."""

_PART = (
    r"(?:session|module|question|week|unit|evening|sesión|módulo|semana|séance|semaine|sessão|sessione|modulo"
    r"|settimana|sitzung|modul|woche|sessie|sesja|moduł|relace|alkalom|modül|oturum|модуль|сессия|сесія|الجلسة|מפגש)"
)


class TaskName(msgspec.Struct, frozen=True):
    """A task of the course by which a table may call it."""

    id: str
    title: str


class CourseWords(msgspec.Struct, frozen=True):
    """What of a course a table can name: its tasks, and its modules with their titles."""

    tasks: tuple[TaskName, ...]
    modules: dict[int, str]

    def task(self, text: str) -> str:
        """The id of the task with this id or title; empty when there is none."""
        wanted = bare(text)
        found = (each.id for each in self.tasks if wanted and wanted in (bare(each.id), bare(each.title)))
        return next(found, "")

    def task_and_module(self, text: str) -> tuple[str, int] | None:
        """The task, and the module where the text names one: "diary", "Diary – session 3", "Module 3: diary"."""
        shown = re.sub(r"\s*\((?:\d{3,}|real|points?)\)\s*$", "", text.strip(), flags=re.IGNORECASE)
        if task := self.task(shown):
            return task, 0
        behind = re.fullmatch(rf"(.+?)[\s\-–—:,#(/]*(?:{_PART}\s*)?(\d{{1,2}})\)?", shown, re.IGNORECASE)
        if behind and (task := self.task(behind[1])) and int(behind[2]) in self.modules:
            return task, int(behind[2])
        before = re.fullmatch(rf"{_PART}\s*(\d{{1,2}})\s*[\-–—:.,)]*\s*(.+)", shown, re.IGNORECASE)
        if before and (task := self.task(before[2])) and int(before[1]) in self.modules:
            return task, int(before[1])
        task = self.task(shown.partition(":")[2])  # "Assignment: diary"
        return (task, 0) if task else None

    def module(self, text: str) -> int | None:
        """The number of the module that a cell names by its number or its title; None when there is none."""
        number = re.fullmatch(rf"(?:{_PART}\s*)?#?(\d{{1,2}})(?:[.:)\s–-].*)?", text.strip(), re.IGNORECASE)
        if number and int(number[1]) in self.modules:
            return int(number[1])
        wanted = bare(text)
        return next((each for each, title in self.modules.items() if wanted and bare(title) == wanted), None)


class ResponseColumns(msgspec.Struct, frozen=True):
    """Where the fields are, counted from 0; ``tasks`` are the columns that stand for a task (and its module)."""

    places: dict[str, int]
    tasks: dict[int, tuple[str, int]] = {}


def known_columns() -> dict[str, str]:
    """The fields by their bare labels."""
    return {bare(label): field for field, labels in _LABELS.items() for label in labels.split("|")}


def response_columns(
    row: Sequence[str],
    course: CourseWords,
    known: Mapping[str, str],
    people: KnownLabels,
    fields: Mapping[str, str],
    tasks: Mapping[str, str],
) -> ResponseColumns | None:
    """Find the columns in a header; None when ``row`` says nowhere who somebody is, or is no header.

    ``fields`` (the label by the field) and ``tasks`` (the task by the label) are what a person has said of columns;
    that goes before what the labels say, and a row without all of ``fields`` is not the header they meant.
    """
    there = {comparable(label): place for place, label in reversed(list(enumerate(row)))}
    said = {field: there.get(comparable(label)) for field, label in fields.items()}
    places = {field: place for field, place in said.items() if place is not None}
    if len(places) < len(said):
        return None
    who = roster_columns(list(row), people)
    for field, place in who.places.items() if who else ():
        if field in WHO and place not in places.values():
            places.setdefault(field, place)
    named = {comparable(label): task for label, task in tasks.items()}
    found: dict[int, tuple[str, int]] = {}
    for place, label in enumerate(row[:MOST_COLUMNS]):
        if place in places.values() or not 0 < len(label.strip()) < 2 * LONGEST_LABEL:
            continue
        task = course.task_and_module(named.get(comparable(label), label))
        field = known.get(bare(label), "")
        if task is not None:
            found[place] = task
        elif field:
            places.setdefault(field, place)
    return ResponseColumns(places, found) if {*WHO} & places.keys() else None
