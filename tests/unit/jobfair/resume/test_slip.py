from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from jobfair.ids import new_id
from jobfair.resume.render import Renderer
from jobfair.resume.slip import WIDTH, SlipAnswer, SlipContent, SlipItem
from jobfair.taking_back import MOST_IN_A_CODE, write_codes

PASS = "JFP1:" + "aB3" * 60
(WITHDRAWAL,) = write_codes(
    b"\x07" * 16, tuple(new_id() for _ in range(MOST_IN_A_CODE)), "https://spring.jobfair.binjiang.example"
)


def _slip(**changes: str) -> SlipContent:
    content = {
        "fair": "滨江市春季招聘会",
        "reference": "K03-2147",
        "when": "3月21日 10:42",
        "kiosk": "K-03",
        "pass_code": PASS,
        "withdrawals": (WITHDRAWAL,),
        "visit_code": "482913",
    } | changes
    items = (SlipItem("A10", "海川精密制造", "装配技术员"), SlipItem("B02", "滨江轨道交通" * 5, "设备检修员"))
    return SlipContent(items=items, **content)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_slip_when_printed_at_203_dpi_has_two_codes_that_scan(renderer: Renderer, language: str) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    zxing = pytest.importorskip("zxingcpp")
    document = pdfium.PdfDocument(renderer.slip(_slip(), language).pdf)  # type: ignore[arg-type]
    picture = document[0].render(scale=203 / 72).to_pil()
    document.close()
    assert {code.text for code in zxing.read_barcodes(picture)} == {PASS, WITHDRAWAL}


def test_slip_when_printed_is_80_mm_wide_and_names_every_booth(renderer: Renderer) -> None:
    made = renderer.slip(_slip(), "zh")
    page = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0]
    text = page.extract_text()
    assert float(page.mediabox.width) == pytest.approx(WIDTH, abs=0.1)
    for part in ("K03-2147", "A10", "海川精密制造", "B02", "设备检修员", "送达前请保留小票", "482 913"):
        assert part in text
    assert made.missing == ()


def test_slip_of_a_returning_seeker_has_no_visit_code(renderer: Renderer) -> None:
    text = pypdf.PdfReader(io.BytesIO(renderer.slip(_slip(visit_code=""), "en").pdf)).pages[0].extract_text()
    assert "visit code" not in text
    assert "Saved for 2 openings" in text


def test_equal_slips_have_equal_bytes(renderer: Renderer) -> None:
    assert renderer.slip(_slip(), "zh") == renderer.slip(_slip(), "zh")


RECEIPT = "https://spring.jobfair.binjiang.example/c#JFC1." + "Ab3_" * 68
ANSWERS = (
    SlipAnswer("resume", "given", "2027-09-16"),
    SlipAnswer("face_this_kiosk", "given", "2027-03-21"),
    SlipAnswer("face_this_fair", "refused"),
    SlipAnswer("face_later_fairs", "withdrawn"),
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_slip_when_she_answered_questions_has_a_receipt_that_reads_and_scans(renderer: Renderer, language: str) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    zxing = pytest.importorskip("zxingcpp")
    content = replace(_slip(), answers=ANSWERS, texts_version="1", receipt_code=RECEIPT)
    made = renderer.slip(content, language)  # type: ignore[arg-type]
    document = pdfium.PdfDocument(made.pdf)
    picture = document[0].render(scale=203 / 72).to_pil()
    document.close()
    assert RECEIPT in {code.text for code in zxing.read_barcodes(picture)}
    text = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text()
    for part in (
        ("同意，保存到 2027-09-16", "不同意", "已撤回") if language == "zh" else ("Agreed", "Refused", "Taken back")
    ):
        assert part in text
    assert made.missing == ()
