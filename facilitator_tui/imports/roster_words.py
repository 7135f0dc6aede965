"""What stands in the cells of rosters, in the words of many languages: data alone.

Words are set apart by bars and compared by their letters alone. How cells become a person is in ``roster_people``.
"""

from __future__ import annotations

from facilitator_tui.imports.labels import bare

ROLES: dict[str, str] = {
    "participant": (
        "participant | student | learner | attendee | estudiante | alumno | alumna | participante | "
        "étudiant | étudiante | estudante | aluno | studente | studentessa | partecipante | teilnehmer | "
        "teilnehmerin | teilnehmer/in | studierende | deelnemer | uczestnik | student/ka | účastník | "
        "öğrenci | katılımcı | طالب | مشارك"
    ),
    "facilitator": (
        "facilitator | dialogue facilitator | moderator | teacher | non-editing teacher | profesor | "
        "facilitador | facilitadora | animateur | animatrice | facilitateur | facilitatrice | enseignant | "
        "facilitatore | docente | moderatorin | prowadzący | kolaylaştırıcı | ميسر"
    ),
    "producer": "producer | technical host | tech host | co-host | host | productor | producteur",
    "observer": "observer | guest | observador | observateur | beobachter | gözlemci",
    "coach": "coach | mentor | tutor",
    "coordinator": "coordinator | manager | coordinador | coordinateur | koordinator | coordenador",
}
"""The roles in a session."""

COURSE_ROLES: dict[str, str] = {
    "debater": (
        "debater | debate participant | debatiente | polemista | débatteur | débatteuse | debatedor | "
        "debatedora | dibattente | debattierer | debattierende | debattant | uczestnik debaty | münazır | "
        "münazaracı | مناظر"
    ),
    "leader": (
        "leader | team leader | group leader | debate leader | líder | chef d'équipe | capo gruppo | "
        "caposquadra | gruppenleiter | gruppenleiterin | gruppenleitung | lider | lider grubu | takım "
        "lideri | قائد"
    ),
    "trainee": (
        "trainee | facilitator trainee | trainee facilitator | facilitator in training | facilitador en "
        "formación | facilitateur en formation | facilitador em formação | facilitatore in formazione | "
        "auszubildende | praktikant | praktykant | stajyer | متدرب"
    ),
    "auditor": (
        "auditor | audit | auditing | audits | auditing student | oyente | auditeur libre | auditrice libre "
        "| ouvinte | uditore | uditrice | gasthörer | gasthörerin | toehoorder | wolny słuchacz | dinleyici "
        "| misafir öğrenci | مستمع"
    ),
}
"""What a participant is in the course where it is something of its own."""

STATUSES: dict[str, str] = {
    "enrolled": (
        "enrolled | active | registered | confirmed | current | participating | yes, taking part | inscrito "
        "| inscrita | activo | activa | matriculado | matriculada | inscrit | inscrite | actif | active | "
        "ativo | ativa | iscritto | iscritta | attivo | attiva | angemeldet | eingeschrieben | aktiv | "
        "nimmt teil | ingeschreven | actief | zapisany | zapisana | aktywny | aktywna | zapsán | zapsána | "
        "aktivní | kayıtlı | aktif | înscris | înscrisă | activ | ενεργός | εγγεγραμμένος | активен | "
        "активна | зачислен | зарахований | активний | مسجل | نشط"
    ),
    "withdrew": (
        "withdrew | withdrawn | withdraw | dropped | dropped out | drop out | drop-out | dropout | left | "
        "left the course | cancelled | canceled | resigned | quit | baja | se retiró | retirado | retirada "
        "| abandonó | abandon | abandonné | désisté | désistée | retiré | retirée | a quitté | desistiu | "
        "desistência | ritirato | ritirata | abbandonato | abgemeldet | ausgeschieden | abgebrochen | "
        "zurückgezogen | afgemeld | gestopt | zrezygnował | zrezygnowała | rezygnacja | odstoupil | "
        "odstoupila | odhlášen | odhlášena | ayrıldı | bıraktı | çekildi | renunțat | retras | αποχώρησε | "
        "отказался | отказалась | выбыл | выбыла | вибув | вибула | відмовився | منسحب | انسحب | انسحبت"
    ),
    "audit": "audit | auditor | auditing | auditing only",
}
"""Where somebody stands in the course."""

ANSWERS: dict[str, str] = {
    "yes": (
        "yes | y | true | 1 | x | ✓ | ✔ | ☑ | ok | agreed | i agree | given | granted | signed | received | "
        "sí | si | s | oui | o | sim | ja | j | tak | t | ano | igen | kyllä | evet | da | ναι | да | так | "
        "نعم | כן | ✅"
    ),
    "no": (
        "no | n | false | 0 | ✗ | ✘ | ☒ | ❌ | not given | not signed | missing | pending | não | nao | non "
        "| nein | nee | nie | ne | nem | nej | nei | ei | hayır | nu | όχι | нет | ні | لا | לא"
    ),
}
"""The answers to a question that can be answered with yes."""

AGES: dict[str, str] = {
    "minor": (
        "minor | under age | underage | menor | menor de edad | menor de idade | mineur | mineure | "
        "minderjährig | minderjarig | minorenne | niepełnoletni | niepełnoletnia | reşit değil | قاصر"
    ),
    "adult": (
        "adult | of age | adulto | adulta | adulte | mayor de edad | maior de idade | majeur | majeure | "
        "volljährig | erwachsen | meerderjarig | maggiorenne | pełnoletni | pełnoletnia | reşit | yetişkin | بالغ"
    ),
}
"""Which side of 18 somebody is on."""

LANGUAGES: dict[str, str] = {
    "en": (
        "english | inglés | anglais | inglês | inglese | englisch | engels | angielski | angličtina | "
        "anglicky | angol | engelska | engelsk | englanti | ingilizce | engleză | αγγλικά | английский | "
        "англійська | الإنجليزية | الانجليزية | אנגלית"
    ),
    "ar": (
        "arabic | árabe | arabe | arabo | arabisch | arabski | arabština | arab | arabiska | arabisk | "
        "arapça | arabă | αραβικά | арабский | арабська | العربية | عربي | عربية | ערבית"
    ),
    "fr": (
        "french | francés | français | francês | francese | französisch | frans | francuski | francouzština "
        "| francia | franska | fransk | fransızca | franceză | γαλλικά | французский | французька | "
        "الفرنسية | צרפתית"
    ),
    "es": (
        "spanish | español | castellano | espagnol | espanhol | spagnolo | spanisch | spaans | hiszpański | "
        "španělština | spanyol | spanska | spansk | ispanyolca | spaniolă | ισπανικά | испанский | "
        "іспанська | الإسبانية"
    ),
    "pt": (
        "portuguese | portugués | portugais | português | portoghese | portugiesisch | portugees | "
        "portugalski | portugalština | portekizce | portugheză | португальский | البرتغالية"
    ),
    "it": (
        "italian | italiano | italien | italienisch | italiaans | włoski | italština | olasz | italienska | "
        "italiensk | italyanca | italiană | ιταλικά | итальянский | італійська | الإيطالية"
    ),
    "de": (
        "german | alemán | allemand | alemão | tedesco | deutsch | duits | niemiecki | němčina | német | "
        "tyska | tysk | almanca | germană | γερμανικά | немецкий | німецька | الألمانية"
    ),
    "nl": (
        "dutch | neerlandés | néerlandais | neerlandês | olandese | niederländisch | nederlands | "
        "niderlandzki | flemish | felemenkçe"
    ),
    "pl": (
        "polish | polaco | polonais | polonês | polacco | polnisch | pools | polski | polština | lengyel | "
        "lehçe | польский | польська"
    ),
    "cs": (
        "czech | checo | tchèque | tcheco | ceco | tschechisch | tsjechisch | czeski | čeština | cseh | "
        "çekçe | чешский"
    ),
    "sk": "slovak | eslovaco | slovaque | slovacco | slowakisch | słowacki | slovenčina | slovenština",
    "hu": (
        "hungarian | húngaro | hongrois | ungherese | ungarisch | hongaars | węgierski | maďarština | "
        "magyar | macarca"
    ),
    "sv": "swedish | sueco | suédois | svedese | schwedisch | zweeds | szwedzki | svenska | isveççe",
    "da": "danish | danés | danois | danese | dänisch | deens | dansk",
    "no": "norwegian | noruego | norvégien | norvegese | norwegisch | norsk",
    "fi": "finnish | finés | finnois | finlandese | finnisch | suomi",
    "el": (
        "greek | griego | grec | grego | greco | griechisch | grieks | grecki | řečtina | yunanca | "
        "ελληνικά | греческий | اليونانية"
    ),
    "tr": (
        "turkish | turco | turc | türkisch | turks | turecki | turečtina | török | turkiska | türkçe | "
        "turcă | τουρκικά | турецкий | турецька | التركية"
    ),
    "ro": (
        "romanian | rumano | roumain | romeno | rumeno | rumänisch | roemeens | rumuński | română | romence"
    ),
    "bg": "bulgarian | búlgaro | bulgare | bulgaro | bulgarisch | български | bulgarca",
    "ru": (
        "russian | ruso | russe | russo | russisch | rosyjski | ruština | orosz | ryska | rusça | rusă | "
        "русский | російська | الروسية"
    ),
    "uk": (
        "ukrainian | ucraniano | ukrainien | ucraino | ukrainisch | oekraïens | ukraiński | ukrajinština | "
        "українська | украинский | ukraynaca"
    ),
    "sr": "serbian | serbio | serbe | serbo | serbisch | српски | srpski",
    "hr": "croatian | croata | croate | croato | kroatisch | hrvatski",
    "bs": "bosnian | bosnio | bosniaque | bosnisch | bosanski",
    "sq": "albanian | albanés | albanais | albanese | albanisch | shqip",
    "mk": "macedonian | mazedonisch | македонски",
    "sl": "slovenian | slovene | esloveno | slovène | sloveno | slowenisch | slovenščina",
    "lt": "lithuanian | lituano | lituanien | litauisch | lietuvių",
    "lv": "latvian | letón | letton | lettisch | latviešu",
    "et": "estonian | estonio | estonien | estnisch | eesti",
    "ca": "catalan | catalán | català | katalanisch",
    "eu": "basque | euskera | euskara | baskisch",
    "gl": "galician | gallego | galego | galizisch",
    "ga": "irish | gaelic | irlandés | irlandais | gaeilge",
    "mt": "maltese | maltés | maltais | malti | maltesisch",
    "he": "hebrew | hebreo | hébreu | hebraico | ebraico | hebräisch | עברית | العبرية",
    "ku": "kurdish | kurdo | kurde | curdo | kurdisch | kurmanji | sorani | kurdî | kürtçe | الكردية",
    "ber": ("amazigh | tamazight | berber | berbère | bereber | kabyle | tifinagh | الأمازيغية | ⵜⴰⵎⴰⵣⵉⵖⵜ"),
    "fa": "persian | farsi | persa | persan | persisch | dari | فارسی | الفارسية",
    "hy": "armenian | armenio | arménien | armeno | armenisch",
    "ka": "georgian | georgiano | géorgien | georgisch | ქართული",
    "az": "azerbaijani | azeri | aserbaidschanisch | azərbaycanca",
    "ur": "urdu | اردو",
    "hi": "hindi",
    "zh": "chinese | mandarin | chino | chinois | cinese | chinesisch | çince",
}
"""Languages by their code (ISO 639): the ones of Europe and the Southern Mediterranean, and some beside."""


def meanings(table: dict[str, str]) -> dict[str, str]:
    """Turn a table round: the meaning by the bare word. A sign without letters stands for itself."""
    words = ((word.strip(), meaning) for meaning, words in table.items() for word in words.split("|"))
    return {bare(word) or word: meaning for word, meaning in words}


def meaning(table: dict[str, str], text: str) -> str:
    """What a text means in that table; empty when it has no such word."""
    return meanings(table).get(bare(text) or text.strip(), "")
