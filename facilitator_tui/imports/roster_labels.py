"""What the columns of rosters are called, language by language and system by system: data alone.

How a label is compared and a column found stands in ``roster_columns``; what the cells say in ``roster_words``.
"""

from __future__ import annotations

LABELS: dict[str, str] = {
    "email": (
        "badge email | email for the badge | email | e-mail | your email | your e-mail | mail | email "
        "address | e-mail address | mail address | user email | correo electrónico | correo | dirección de "
        "correo | dirección de correo electrónico | adresse e-mail | adresse de courriel | adresse mail | "
        "adresse électronique | courriel | endereço de email | endereço de e-mail | correio eletrónico | "
        "correio eletrônico | indirizzo email | indirizzo e-mail | posta elettronica | e-mail-adresse | "
        "mailadresse | e-mailadres | adres e-mail | emailová adresa | e-mailová adresa | email cím | "
        "e-mail-cím | e-postadress | e-post | e-posta | e-posta adresi | adresa de email | ηλεκτρονικό "
        "ταχυδρομείο | διεύθυνση email | эл. почта | электронная почта | електронна пошта | البريد "
        "الإلكتروني | البريد الالكتروني | דואר אלקטרוני"
    ),
    "given_name": (
        "given name | given names | first name | firstname | forename | nombre(s) | prénom | prénoms | nome "
        "próprio | vorname | voornaam | imię | imiona | jméno | křestní jméno | keresztnév | utónév | "
        "förnamn | fornavn | etunimi | adı | ad | prenume | όνομα | имя | ім'я | الاسم الأول | الاسم الشخصي "
        "| שם פרטי"
    ),
    "family_name": (
        "family name | last name | lastname | surname | second name | apellido | apellidos | apellido(s) | "
        "nom de famille | sobrenome | apelido | apelidos | cognome | nachname | familienname | zuname | "
        "achternaam | nazwisko | příjmení | priezvisko | vezetéknév | családnév | efternamn | etternavn | "
        "sukunimi | soyadı | soyad | soyisim | nume de familie | επώνυμο | фамилия | прізвище | اسم العائلة "
        "| اللقب | שם משפחה"
    ),
    "surname_first": (
        "surname and name | surname, name | last name, first name | surname and first name | nom et prénom "
        "| nom et prénoms | nom prénom | apellidos y nombre | apellidos, nombre | cognome e nome | cognome "
        "nome | nachname, vorname | name, vorname | nazwisko i imię | příjmení a jméno | soyadı adı | "
        "фамилия имя | прізвище та ім'я"
    ),
    "name": (
        "preferred name | display name | name | your name | full name | fullname | name and surname | first and last "
        "name | first name and last name | first name / last name | student | student name | participant | "
        "participant name | nombre completo | nombre y apellidos | nombre y apellido | nombre | nom complet "
        "| prénom et nom | prénom nom | nom | nome completo | nome e cognome | nome e sobrenome | nome | "
        "vollständiger name | vor- und nachname | vorname nachname | teilnehmer | teilnehmerin | "
        "teilnehmer/in | naam | volledige naam | imię i nazwisko | jméno a příjmení | celé jméno | név | "
        "teljes név | namn | navn | nimi | ad soyad | adı soyadı | isim | nume | nume și prenume | "
        "votre nom | tu nombre | su nombre | il tuo nome | seu nome | ihr name | dein name | adınız | "
        "ονοματεπώνυμο | фио | піб | имя и фамилия | الاسم | الاسم الكامل | الاسم واللقب | שם | שם מלא"
    ),
    "certificate_name": (
        "name on certificate | name on the certificate | name for certificate | name for the certificate | "
        "certificate name | name as it should appear on the certificate | name on badge | name on the badge "
        "| name for the badge | badge name | legal name | official name | nom sur le certificat | nom sur "
        "l'attestation | nom pour le certificat | nom légal | nombre en el certificado | nombre para el "
        "certificado | nombre legal | nome no certificado | nome para o certificado | nome legal | nome sul "
        "certificato | nome per il certificato | nome per l'attestato | name auf dem zertifikat | name für "
        "das zertifikat | name auf der urkunde | naam op certificaat | naam op het certificaat | imię i "
        "nazwisko na certyfikacie | nazwisko na certyfikacie | jméno na certifikátu | jméno na osvědčení | "
        "név a tanúsítványon | namn på certifikatet | namn på intyget | navn på beviset | navn på "
        "sertifikatet | nimi todistuksessa | sertifikadaki ad | sertifikadaki isim | sertifika adı | nume "
        "pe certificat | όνομα στο πιστοποιητικό | имя в сертификате | имя на сертификате | ім'я в "
        "сертифікаті | ім'я у сертифікаті | الاسم على الشهادة | الاسم في الشهادة | שם בתעודה"
    ),
    "institution": (
        "institution | university | school | organisation | organization | organisation/institution | home "
        "institution | home university | affiliation | college | employer | institución | universidad | "
        "organización | centro | institut | établissement | université | organisme | instituição | "
        "universidade | organização | escola | istituzione | università | istituto | scuola | "
        "organizzazione | einrichtung | universität | hochschule | schule | organisatie | universiteit | "
        "uczelnia | instytucja | uniwersytet | szkoła | univerzita | škola | intézmény | egyetem | "
        "universitet | kurum | üniversite | okul | ίδρυμα | πανεπιστήμιο | университет | університет | "
        "الجامعة | المؤسسة | מוסד"
    ),
    "country": (
        "country | country/region | country of residence | país | pays | paese | land | kraj | země | "
        "krajina | ország | ülke | țara | χώρα | страна | країна | البلد | الدولة | מדינה"
    ),
    "language_level": (
        "language level | level of english | english level | level | cefr | cefr level | nivel de inglés | "
        "nivel | niveau d'anglais | niveau de langue | niveau | nível de inglês | nível | livello di "
        "inglese | livello | sprachniveau | englischniveau | taalniveau | poziom języka | úroveň jazyka | "
        "dil seviyesi | ingilizce seviyesi | επίπεδο γλώσσας | مستوى اللغة"
    ),
    "languages": (
        "languages spoken | languages | spoken languages | language(s) | language | other languages | "
        "mother tongue | idiomas | idiomas hablados | lenguas | idioma | langues parlées | langues | "
        "langue(s) parlée(s) | línguas faladas | línguas | idiomas falados | lingue parlate | lingue | "
        "lingue conosciute | sprachen | gesprochene sprachen | sprachkenntnisse | talen | gesproken talen | "
        "języki | znane języki | jazyky | jazyky, kterými mluvíte | nyelvek | beszélt nyelvek | språk | "
        "sprog | kielet | diller | konuşulan diller | bildiği diller | limbi | limbi vorbite | γλώσσες | "
        "языки | мови | اللغات | اللغات المتحدث بها | שפות"
    ),
    "availability": (
        "availability | available | available times | time slots | timeslots | slots | preferred times | "
        "preferred slots | times available | disponibilidad | horarios disponibles | horario | "
        "disponibilité | disponibilités | créneaux | disponibilidade | horários disponíveis | disponibilità "
        "| orari disponibili | fasce orarie | verfügbarkeit | verfügbare zeiten | zeitfenster | "
        "beschikbaarheid | beschikbare tijden | dostępność | dostępne terminy | dostupnost | časové "
        "možnosti | elérhetőség | tillgänglighet | tilgængelighed | tilgjengelighet | müsaitlik | uygun "
        "saatler | uygun zamanlar | disponibilitate | διαθεσιμότητα | доступность | удобное время | "
        "доступність | зручний час | الأوقات المتاحة | التوفر | זמינות"
    ),
    "role": (
        "role | roles | role 1 | rol | roles en el curso | rôle | rôles | função | papel | papéis | ruolo | "
        "ruoli | rolle | rollen | rola | szerep | roll | ρόλος | роль | الدور | role in the group | tipo de "
        "participante"
    ),
    "course_role": (
        "course role | role in the course | role in course | debate role | role in the debate | participant "
        "type | type of participant | rol en el curso | rol en el debate | rôle dans le cours | rôle dans "
        "le débat | papel no curso | papel no debate | ruolo nel corso | ruolo nel dibattito | rolle im "
        "kurs | rolle in der debatte | rol in de cursus | rola w kursie | rola w debacie | kurstaki rolü | "
        "münazaradaki rolü | الدور في الدورة | role v kurzu"
    ),
    "subgroup": (
        "subgroup | sub-group | group | groups | group 1 | group name | section | class | cohort | cohort 1 "
        "| team | grupo | grupos | clase | groupe | groupes | classe | turma | gruppo | gruppi | gruppe | "
        "gruppen | klasse | groep | klas | grupa | klasa | skupina | třída | csoport | grupp | grup | sınıf "
        "| ομάδα | группа | група | المجموعة | קבוצה"
    ),
    "consent": (
        "consent | consent level | consents | gdpr consent | consentimiento | consentement | consentimento "
        "| consenso | einwilligung | zustimmung | toestemming | zgoda | souhlas | hozzájárulás | samtycke | "
        "samtykke | onay | rıza | συγκατάθεση | согласие | згода | الموافقة"
    ),
    "age": (
        "age | age group | date of birth | birth date | birthdate | birthday | dob | year of birth | birth "
        "year | edad | fecha de nacimiento | año de nacimiento | âge | date de naissance | année de "
        "naissance | idade | data de nascimento | ano de nascimento | età | data di nascita | anno di "
        "nascita | alter | geburtsdatum | geburtsjahr | leeftijd | geboortedatum | geboortejaar | wiek | "
        "data urodzenia | rok urodzenia | věk | datum narození | rok narození | kor | életkor | születési "
        "dátum | születési év | ålder | födelsedatum | alder | fødselsdato | ikä | syntymäaika | yaş | "
        "doğum tarihi | doğum yılı | vârsta | data nașterii | ηλικία | ημερομηνία γέννησης | возраст | дата "
        "рождения | год рождения | вік | дата народження | العمر | تاريخ الميلاد | سنة الميلاد | גיל | "
        "תאריך לידה"
    ),
    "of_age": (
        "of age | adult | 18 or over | over 18 | 18+ | mayor de edad | mayor de 18 | majeur | majeure | "
        "maior de idade | maior de 18 | maggiorenne | volljährig | meerderjarig | pełnoletni | pełnoletnia "
        "| reşit | 18 yaşından büyük"
    ),
    "under_age": (
        "under 18 | under age | underage | menor de edad | mineur | mineure | menor de idade | minorenne | "
        "minderjährig | minderjarig | niepełnoletni | niepełnoletnia"
    ),
    "guardian_consent": (
        "guardian consent | guardian's consent | parental consent | parent consent | parents' consent | "
        "parent/guardian consent | consent of a guardian | consent of a parent or guardian | parental "
        "permission | consentimiento parental | consentimiento del tutor | consentimiento de los padres | "
        "autorización parental | autorización de los padres | autorisation parentale | consentement "
        "parental | accord parental | consentimento parental | autorização parental | autorização dos pais "
        "| consentimento do encarregado de educação | consenso dei genitori | autorizzazione dei genitori | "
        "consenso del tutore | einwilligung der eltern | elterneinwilligung | einverständnis der eltern | "
        "einverständniserklärung der eltern | toestemming ouders | toestemming van ouders | zgoda rodziców "
        "| zgoda rodzica | zgoda opiekuna | souhlas rodičů | souhlas zákonného zástupce | szülői "
        "hozzájárulás | szülői beleegyezés | vårdnadshavares samtycke | veli onayı | veli izni | ebeveyn "
        "onayı | acordul părinților | γονική συναίνεση | согласие родителей | згода батьків | موافقة ولي "
        "الأمر | הסכמת הורים"
    ),
    "status": (
        "status | enrolment status | enrollment status | participation status | participant status | course "
        "status | estado | estatus | estado de la inscripción | statut | état | stato | stato iscrizione | "
        "situação | inscrição | teilnahmestatus | deelnamestatus | stav | állapot | durum | stare | "
        "κατάσταση | статус | состояние | стан | الحالة | סטטוס"
    ),
    "withdrawal_reason": (
        "reason for withdrawal | withdrawal reason | reason for leaving | reason | motivo de la baja | "
        "motivo | motif | motif de l'abandon | motivo da desistência | motivo del ritiro | grund | grund "
        "der abmeldung | abmeldegrund | reden | powód rezygnacji | powód | důvod | ayrılma nedeni | причина "
        "| سبب الانسحاب"
    ),
    "login": ("sis login id | login | login id | username | user name | benutzername | nom d'utilisateur"),
}
"""For each field the labels, the surest first, set apart by bars.

"surname_first" is a whole name that begins with the surname. "login" may hold an address. "of_age" and "under_age" are
answered with yes or no, and tell the age like "age" does. "role" and "course_role" may hold the words of either.
"""
