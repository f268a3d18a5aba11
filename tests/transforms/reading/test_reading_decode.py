"""Encodings: what is found, what is refused."""

import pytest

from transforms.errors import UnreadableArticle
from transforms.reading.decode import clean, decode

FRENCH = "Le président français a rencontré hier à Paris le chancelier allemand. L’Élysée a annoncé une coopération élargie."
RUSSIAN = "Министр иностранных дел России заявил в понедельник, что Москва отвергает предложение НАТО."
POLISH = "Premier Węgier spotkał się w Warszawie z prezydentem Polski. Rząd zażądał gwarancji bezpieczeństwa od sojuszników."
ENGLISH = (
    "The minister said that his government would refuse to sign the agreement — and left the talks in Zürich two hours before "
    "the other delegations did, a spokesman of Señor Peña said on Monday."
)
CHINESE = "中国外交部发言人表示，中方坚决反对美国对台军售，要求美方立即撤销有关计划。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"), (FRENCH, "utf-8-sig"), (RUSSIAN, "utf-16"), (RUSSIAN, "utf-32"), (FRENCH, "cp1252"), (ENGLISH, "cp1252"),
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (POLISH, "cp1250"), (CHINESE, "gb18030"), (CHINESE, "utf-8"),
    ],
)  # fmt: skip
def test_encoding_is_found(text: str, encoding: str) -> None:
    assert decode("a.txt", text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="koi8-r">', "koi8-r"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251"),
        ('<?xml version="1.0" encoding="iso-8859-5"?>', "iso-8859-5"),
        ('<meta charset="iso-2022-jp">', "iso-2022-jp"),
    ],
)
def test_declared_charset(head: str, encoding: str) -> None:
    page = head + ("日本" if "2022" in encoding else "Москва")
    assert decode("a.html", page.encode(encoding), html=True) == page


def test_declared_latin_1_means_windows_1252() -> None:
    page = '<meta charset="iso-8859-1"><p>1998–2000'
    assert decode("a.html", page.encode("cp1252"), html=True) == page


def test_utf_8_wins_over_a_wrong_declaration() -> None:
    page = '<meta charset="iso-8859-1"><p>Zürich'
    assert decode("a.html", page.encode(), html=True) == page


def test_the_given_encoding_is_used() -> None:
    assert decode("a.txt", "Москва".encode("cp866"), encoding="cp866") == "Москва"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("\ufeff\u00a0\u2028".encode(), "empty"),
        (b"%PDF-1.7 talks", "binary"),
        (b"PK\x03\x04 talks", "binary"),
        ("talks in Paris".encode("utf-16-le"), "binary"),
        (b"\x01\x02\x03 talks \x04\x05", "binary"),
        ("Москва отвергает предложение".encode()[:-1] + b"\xff\xfe", "encoding"),  # damaged UTF-8
        (b"\xff\xfea", "encoding"),  # half a UTF-16 character
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        decode("a.txt", data)
    assert (caught.value.reason, caught.value.where) == (reason, "a.txt")
    assert caught.value.remedy


def test_wrong_given_encoding_is_refused() -> None:
    with pytest.raises(UnreadableArticle) as caught:
        decode("a.txt", FRENCH.encode("cp1252"), encoding="utf-8")
    assert caught.value.reason == "encoding"


def test_clean() -> None:
    assert clean("a\r\nb\rc\x0cd\u2028e\x00f\x1bg\ud800h\ti\n") == "a\nb\nc\nd\nefg\ufffdh\ti\n"
