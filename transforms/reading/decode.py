"""Bytes -> text without loss: byte order mark, UTF-8, the declared charset, then a guess by charset-normalizer."""

import codecs
import re

from transforms.errors import UnreadableArticle

_MARKS = (  # the longer marks first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_MAGIC = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP archive or office document", b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image", b"\x1f\x8b": "a gzip file", b"BZh": "a bzip2 file", b"\xfd7zXZ": "an xz file", b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document", b"PAR1": "a Parquet file", b"SQLite format 3": "an SQLite database",
    b"{\\rtf": "a rich text document",
}  # fmt: skip
# What pages mean when they declare these (WHATWG encoding standard): the wider code page that contains the declared one.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
          "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-11": "cp874"}  # fmt: skip
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I
)
_DECLARED_WITHIN = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.02
_BLANK = " \t\r\n\x0b\x0c\x85\u00a0\u2028\u2029\u200b\ufeff"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LEGACY = ("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "gb18030", "big5", "cp932", "euc_jp", "cp949")
_FEW_HIGH_BYTES = 0.03
_ASCII = bytes(range(0x80))
_REMEDY = "save the file as UTF-8 and read it again"


def decode(where: str, data: bytes, *, encoding: str | None = None, html: bool = False) -> str:
    """The decoded text of a file; `clean` it before anybody sees it (JSON after parsing: U+2028 inside a string ends no line).

    Args:
        where: Name of the file, for error messages.
        data: The whole file.
        encoding: The encoding to use instead of finding it.
        html: Whether a charset declared in the page counts.

    Raises:
        UnreadableArticle: Nothing in it (`empty`), bytes that are no text (`binary`), or no encoding fits (`encoding`).
    """
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise UnreadableArticle(where, "empty", "the file is empty", remedy="leave it out, or fetch it again")
    _refuse_magic(where, data)
    text = _decoded(where, data, encoding, html)
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise UnreadableArticle(where, "binary", "control characters instead of text", remedy=_REMEDY)
    if not text.strip(_BLANK):
        raise UnreadableArticle(where, "empty", "the file holds only white space", remedy="leave it out, or fetch it again")
    return text


def clean(text: str) -> str:
    """The text with every line end a line feed, control characters left out and lone surrogates as U+FFFD (no file can hold them)."""
    text = _CONTROL.sub("", _LINE_ENDS.sub("\n", text)).replace("\x1b", "")
    return _SURROGATE.sub("\ufffd", text)


def _refuse_magic(where: str, data: bytes) -> None:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableArticle(where, "binary", f"the file is {kind}", remedy="convert it to text, Markdown, HTML or JSON first")


def _decoded(where: str, data: bytes, encoding: str | None, html: bool) -> str:
    if encoding is not None:
        return _strict(where, data, encoding)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strict(where, data, marked)
    declared = _declared(data) if html else None
    if declared is not None and declared.startswith("iso2022"):  # seven-bit: looks like UTF-8 and is not
        return _strict(where, data, declared)
    for name in ("utf-8", declared):
        if name and (text := _attempt(data, name)) is not None:
            return text
    if b"\x00" in data:
        raise UnreadableArticle(where, "binary", "the file holds NUL bytes and no byte order mark", remedy=_REMEDY)
    return _guessed(where, data)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    if not found:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None
    return _WIDER.get(name, name)


def _guessed(where: str, data: bytes) -> str:
    """A guess, but for two cases where guessing goes wrong: damaged UTF-8, and English with a few typographic quotes."""
    from charset_normalizer import from_bytes

    high = len(data.translate(None, delete=_ASCII))
    lossy = data.decode("utf-8", errors="replace")
    if len(lossy) - len(lossy.encode("ascii", "ignore")) > 2 * lossy.count("\ufffd"):
        raise UnreadableArticle(where, "encoding", "UTF-8 with damaged bytes in it", remedy="fetch the file again, or save it as UTF-8")
    if high <= _FEW_HIGH_BYTES * len(data) and (western := _attempt(data, "cp1252")) is not None:
        return western
    best = from_bytes(data, cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise UnreadableArticle(where, "encoding", "the bytes are no UTF-8 and fit no other encoding without loss", remedy=_REMEDY)
    return str(best)


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _strict(where: str, data: bytes, encoding: str) -> str:
    text = _attempt(data, encoding)
    if text is None:
        raise UnreadableArticle(where, "encoding", f"the bytes are no {encoding}", remedy=_REMEDY)
    return text
