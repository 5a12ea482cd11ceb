from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from jobfair.errors import DocumentError
from jobfair.resume.read import ReadLimits, read_resume
from jobfair.resume.render import Renderer
from jobfair.seeker import Resume

ROOT = Path(__file__).resolve().parents[4]


def _refusal(source: Path | bytes, **how: object) -> str:
    with pytest.raises(DocumentError) as caught:
        read_resume(source, **how)  # type: ignore[arg-type]
    return caught.value.reason


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def _encrypted(pdf: bytes, password: str, algorithm: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_our_own_chinese_pdf_when_read_back_is_the_same_resume(renderer: Renderer, zhang: Resume) -> None:
    read = read_resume(renderer.resume(zhang, "zh").pdf)
    assert read.kind == "pdf"
    assert read.draft == zhang
    assert "basics.name" in {field.field for field in read.fields}


def test_our_own_english_pdf_when_read_back_is_the_same_resume(renderer: Renderer, mary: Resume) -> None:
    assert read_resume(renderer.resume(mary, "en").pdf).draft == mary


def test_rare_character_when_read_back_is_itself_again(renderer: Renderer) -> None:
    resume = Resume.model_validate({"basics": {"name": "𠮷小明", "phone": "13800132746"}})
    assert read_resume(renderer.resume(resume, "zh").pdf).draft.basics.name == "𠮷小明"


def test_docx_with_a_table_when_read_gives_its_fields(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("个人简历")
    table = document.add_table(rows=2, cols=4)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells],
        ["姓名", "王芳", "电话", "13800132746", "学历", "大专", "邮箱", "wf@example.com"],
        strict=True,
    ):
        cell.text = text
    document.add_paragraph("工作经历")
    document.add_paragraph("2020.03-2023.05\t海川精密制造有限公司\t质检员")
    document.add_paragraph("检查来料", style="List Bullet")
    path = tmp_path / "wrongly-named.pdf"
    document.save(str(path))
    read = read_resume(path)
    assert read.kind == "docx"
    basics, job = read.draft.basics, read.draft.work[0]
    assert (basics.name, basics.phone, basics.email) == ("王芳", "13800132746", "wf@example.com")
    assert (job.name, job.position, job.startDate, job.endDate) == (
        "海川精密制造有限公司",
        "质检员",
        "2020-03",
        "2023-05",
    )
    assert read.draft.education_level == "college"


def test_json_resume_when_read_is_kept_as_it_is(zhang: Resume) -> None:
    data = zhang.model_dump(mode="json")
    data["basics"]["url"] = None
    data["volunteer"] = []
    read = read_resume(("\ufeff" + json.dumps(data, ensure_ascii=False)).encode())
    assert read.kind == "json" and read.draft == zhang
    assert ("basics.name", "张小明") in {(field.field, field.value) for field in read.fields}


def test_40_mb_file_when_read_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    assert _refusal(path, command=[sys.executable, "-c", "raise SystemExit('started')"]) == "too_large"
    assert _refusal(bytes(10 * 1024 * 1024 + 1)) == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + bytes(range(256)) * 20,
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
        b"{ not json",
        b'{"basics": {"name": 7}}',
        b"PK\x03\x04" + b"\0" * 50,
        b"[" * 5,
    ],
)
def test_damaged_file_when_read_is_refused(data: bytes) -> None:
    assert _refusal(data) in ("broken", "no_text", "unknown_kind")


def test_half_of_a_pdf_when_read_is_broken_or_read_in_part(renderer: Renderer, zhang: Resume) -> None:
    pdf = renderer.resume(zhang, "zh").pdf
    assert _refusal(pdf[: len(pdf) // 2]) in ("broken", "no_text")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_password_protected_pdf_when_read_is_refused(renderer: Renderer, zhang: Resume, algorithm: str) -> None:
    assert _refusal(_encrypted(renderer.resume(zhang, "zh").pdf, "secret", algorithm)) == "encrypted"


def test_pdf_that_only_forbids_changes_when_read_is_read(renderer: Renderer, zhang: Resume) -> None:
    assert read_resume(_encrypted(renderer.resume(zhang, "zh").pdf, "", "AES-256")).draft.basics.name == "张小明"


def test_office_file_with_a_password_when_read_is_refused() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert _refusal(ole + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert _refusal(ole + "WordDocument".encode("utf-16-le")) == "unknown_kind"


def test_scan_when_read_has_no_text() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(50, 50, 300, 300, fill=1)
    canvas.save()
    assert _refusal(out.getvalue()) == "no_text"


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, b"just words", _zip({"a.txt": b"hello"})])
def test_other_kinds_when_read_are_refused(data: bytes) -> None:
    assert _refusal(data) == "unknown_kind"


def test_only_one_kind_wanted_when_another_comes_is_refused() -> None:
    assert _refusal(b'{"basics": {"name": "A"}}', kind="pdf") == "unknown_kind"


def test_zip_bomb_when_read_is_refused() -> None:
    assert _refusal(_zip({"word/document.xml": b"<w>" + b" " * (60 * 1024 * 1024)})) == "too_large"


def test_document_that_needs_more_memory_when_read_is_refused() -> None:
    page = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
    parts = dict(_parts_of_an_empty_docx())
    parts["word/document.xml"] = page + b"<w:p><w:r/></w:p>" * 1_500_000 + b"</w:body></w:document>"
    assert _refusal(_zip(parts)) in ("too_large", "broken", "too_slow")


def _parts_of_an_empty_docx() -> list[tuple[str, bytes]]:
    out = io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def test_reader_that_does_not_end_when_its_time_is_up_is_stopped() -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert _refusal(b"{}", command=sleeper, limits=ReadLimits(seconds=1)) == "too_slow"


def test_reader_that_dies_or_talks_nonsense_when_asked_is_broken() -> None:
    assert _refusal(b"{}", command=[sys.executable, "-c", "raise SystemExit(3)"]) == "broken"
    assert _refusal(b"{}", command=[sys.executable, "-c", "print('hello')"]) == "broken"
    assert _refusal(b"{}", command=[sys.executable, "-c", "print('x' * 9_000_000)"]) == "broken"


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")
def test_confined_process_when_it_tries_gets_no_socket_no_file_and_little_memory() -> None:
    tries = """
import socket, sys
from jobfair.resume.reader import confine
confine(10, 256 * 1024 * 1024)
def tried(what):
    try:
        what()
        return "done"
    except (OSError, MemoryError) as fault:
        return type(fault).__name__
said = [tried(what) for what in (socket.socket, lambda: open("/etc/passwd"), lambda: bytearray(300 * 1024 * 1024))]
sys.stdout.write(" ".join(said))
"""
    done = subprocess.run(
        [sys.executable, "-c", tries], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True
    )
    assert done.stdout == "OSError OSError MemoryError"
