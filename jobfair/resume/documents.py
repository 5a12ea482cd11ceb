"""The text of a document, whatever kind it is. For the throw-away process only: these parsers read hostile bytes."""

from __future__ import annotations

import contextlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Literal

import docx
import pypdf
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError
from pypdf.errors import PyPdfError

from jobfair.errors import DocumentError
from jobfair.seeker import Resume

Kind = Literal["pdf", "docx", "json"]

MOST_PAGES = 20
MOST_CHARACTERS = 100_000
MOST_UNPACKED = 40 * 1024 * 1024  # bytes of a DOCX after unzipping
MOST_PARTS = 2000
LEAST_CHARACTERS = 10  # a scan has none; a card of three taps has more
# What parsers raise when bytes are not what they claim to be.
_CONFUSED = (
    ArithmeticError, AttributeError, LookupError, NotImplementedError, OSError, RuntimeError, TypeError, ValueError,
    AssertionError, EOFError, zlib.error,
)  # fmt: skip
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TINY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 26>>stream\nBT /F 9 Tf (ready) Tj ET  \nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def warm_up() -> None:
    """Let the parsers load what they load on first use; afterwards the process may open no files."""
    out = io.BytesIO()
    docx.Document().save(out)
    for read, data in ((docx_text, out.getvalue()), (pdf_text, _TINY_PDF)):
        with contextlib.suppress(DocumentError):
            read(data)


def kind_of(data: bytes) -> Kind:
    """What the bytes are, whatever the file is called. DocumentError: encrypted or unknown_kind."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentError("encrypted", "an Office file with a password")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return "json"
    raise DocumentError("unknown_kind")


def pdf_text(data: bytes) -> str:
    """DocumentError: broken, encrypted, no_text."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):  # no password needed to read: opens with the empty one
            raise DocumentError("encrypted")
        pages = [page.extract_text() for _, page in zip(range(MOST_PAGES), reader.pages, strict=False)]
    except (PyPdfError, *_CONFUSED) as fault:
        raise DocumentError("broken", type(fault).__name__) from fault
    return _checked("\n".join(pages))


def docx_text(data: bytes) -> str:
    """Paragraphs and tables in reading order, a table's row as one line with tabs, text boxes too.

    DocumentError: broken, too_large, unknown_kind (another kind of zip), no_text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            # zipfile never unpacks more of a part than it declares, so the declared sizes bound it.
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise DocumentError("too_large", "unpacks to too much")
        if "word/document.xml" not in names:
            raise DocumentError("unknown_kind", "a zip that is no DOCX")
        document = docx.Document(io.BytesIO(data))
        header = document.sections[0].header if len(document.sections) else None
        lines = [] if header is None or header.is_linked_to_previous else list(_lines(header._element))
        lines += _lines(document.element.body)
    except (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, *_CONFUSED) as fault:
        raise DocumentError("broken", type(fault).__name__) from fault
    return _checked("\n".join(lines))


def json_resume(data: bytes) -> Resume:
    """JSON Resume; nulls count as absent. DocumentError: broken."""
    try:
        return Resume.model_validate(_without_nulls(json.loads(data.decode("utf-8-sig"))))
    except (ValueError, RecursionError) as fault:  # pydantic's and json's errors are ValueErrors
        raise DocumentError("broken", type(fault).__name__) from fault


def _checked(text: str) -> str:
    text = text[:MOST_CHARACTERS]
    seen = [c for c in text if not c.isspace()]
    # Fonts without a map to Unicode give private-use and control characters: nothing that a person could confirm.
    readable = sum(1 for c in seen if c.isprintable() and not "\ue000" <= c <= "\uf8ff" and c != "\ufffd")
    if readable < LEAST_CHARACTERS or readable < 0.7 * len(seen):
        raise DocumentError("no_text")
    return "".join(c for c in text if c in "\n\t" or c.isprintable())


def _lines(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = [list(_lines(cell)) for cell in row if cell.tag == f"{_W}tc"]
                if all(len(cell) <= 1 for cell in cells):
                    yield "\t".join(cell[0] for cell in cells if cell)
                else:
                    for cell in cells:
                        yield from cell
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _lines(child)


def _paragraph(paragraph: Any) -> Iterator[str]:
    """The paragraph's own text, then that of the text boxes anchored in it."""
    parts: list[str] = []
    boxes: list[Any] = []
    _collect(paragraph, parts, boxes)
    bullet = "• " if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else ""
    for line in "".join(parts).split("\n"):
        if line.strip():
            yield bullet + line.strip()
    for box in boxes:
        yield from _lines(box)


def _collect(element: Any, parts: list[str], boxes: list[Any]) -> None:
    for child in element:
        if child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{_W}t":
            parts.append(re.sub(r"[\r\n]", " ", child.text or ""))
        elif child.tag == f"{_W}tab":
            parts.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag not in (_FALLBACK, f"{_W}pPr", f"{_W}rPr"):  # a fallback repeats the text box before it
            _collect(child, parts, boxes)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    return value
