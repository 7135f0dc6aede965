"""Which Windows code page a list of names was saved in."""

from __future__ import annotations

import pytest

from facilitator_tui.imports.encodings import UnknownEncoding, encoding_called, legacy_encoding
from facilitator_tui.imports.normal import RosterFile
from facilitator_tui.imports.recognise import read_file
from tests.imports.conftest import WriteFile


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", "Inês Duarte\nRui Conceição"),
        ("cp1252", "Zoë Müller"),
        ("cp1252", "Éloïse Lefèvre\nFrançois Garçon"),
        ("cp1252", "Tove Lindström\nSøren Ægir\nJosé Muñoz"),
        ("cp1250", "Joanna Zielińska\nŁukasz Wójcik"),
        ("cp1250", "Hana Dvořáková\nTomáš Šimek"),
        ("cp1250", "Žofia Kováčová"),
        ("cp1250", "Erzsébet Kőszegi"),
        ("cp1254", "Deniz Yıldız\nAyşe Şahin\nİpek Çelik"),
        ("cp1251", "Олена Коваль"),
        ("cp1251", "Иван Петров"),
        ("cp1253", "Ιλίας Πέτρου\nΕλένη Παπαδοπούλου"),
        ("cp1256", "أمل حداد\nفريد منصور"),
        ("cp1255", "נועה לוי"),
        ("cp1257", "Jānis Bērziņš"),
    ],
)
def test_the_code_page_of_names(encoding: str, names: str) -> None:
    assert legacy_encoding(f"name;email\n{names}\n".encode(encoding)) == encoding


def test_plain_text_is_western() -> None:
    assert legacy_encoding(b"name;email\nAmal Haddad;") == "cp1252"


@pytest.mark.parametrize("name", ["windows-1250", "Windows-1250", "CP1250", "cp1250"])
def test_ways_to_name_an_encoding(name: str) -> None:
    assert encoding_called(name) == "cp1250"


def test_an_unknown_encoding_is_refused_with_those_that_exist() -> None:
    with pytest.raises(UnknownEncoding, match="name one of utf-8, utf-16, cp1252"):
        encoding_called("ebcdic")


def test_what_was_recognised_wrongly_can_be_set_right(file_of: WriteFile) -> None:
    # Nothing tells that this is Turkish: in Central Europe it would be a name as well.
    path = file_of("name;email\nDeniz Yıldız;\n", "cp1254")

    taken, corrected = read_file(path), read_file(path, encoding="cp1254")

    assert isinstance(taken, RosterFile)
    assert isinstance(corrected, RosterFile)
    assert any("name the encoding (--encoding)" in warning for warning in taken.warnings)
    assert (corrected.people[0].name, corrected.warnings) == ("Deniz Yıldız", ())
