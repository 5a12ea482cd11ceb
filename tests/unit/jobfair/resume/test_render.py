from __future__ import annotations

import io

import pypdf
import pytest

from jobfair.resume.render import Renderer
from jobfair.seeker import IntentionCard, Resume


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_full_resume_when_rendered_reads_from_top_to_bottom(renderer: Renderer, zhang: Resume) -> None:
    made = renderer.resume(zhang, "zh")
    text = _text(made.pdf)
    order = [
        "张小明",
        "138 0013 2746",
        "想找的工作",
        "岗位 装配技术员、设备检修员",
        "自我介绍",
        "工作经历",
        "新安电子有限公司 · 装配工 2021.03–2024.06",
        "• 带教四名新同事",
        "长桥物流",
        "教育经历",
        "会做的事",
        "语言",
        "证书",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert (made.pages, made.missing, made.shortened) == (1, (), False)


def test_english_resume_when_rendered_has_english_words(renderer: Renderer, mary: Resume) -> None:
    text = _text(renderer.resume(mary, "en").pdf)
    for part in ("Looking for", "Assembly worker · Xinan Electronics Mar 2021 – present", "CNY 6,500 or more"):
        assert part in text
    assert not any("一" <= c <= "鿿" for c in text)


def test_equal_resumes_when_rendered_twice_have_equal_bytes(renderer: Renderer, zhang: Resume) -> None:
    first = renderer.resume(zhang, "zh").pdf
    renderer.resume(Resume(), "en")
    assert renderer.resume(zhang, "zh").pdf == first
    assert Renderer().resume(zhang, "zh").pdf == first


def test_document_properties_hold_nothing_of_the_person(renderer: Renderer, zhang: Resume) -> None:
    document = pypdf.PdfReader(io.BytesIO(renderer.resume(zhang, "zh").pdf))
    assert document.metadata is not None
    said = " ".join(str(value) for value in document.metadata.values())
    assert document.metadata.title == "简历"
    assert "张" not in said and "138" not in said
    assert document.trailer["/Root"]["/Lang"] == "zh-CN"


def test_fonts_are_embedded(renderer: Renderer, zhang: Resume) -> None:
    fonts = pypdf.PdfReader(io.BytesIO(renderer.resume(zhang, "zh").pdf)).pages[0]["/Resources"]["/Font"]
    used = [font.get_object() for font in fonts.values()]
    noto = [font for font in used if "NotoSansSC" in font["/BaseFont"]]
    assert noto and all("/FontFile2" in font["/FontDescriptor"] for font in noto)


def test_empty_sections_when_rendered_are_left_out(renderer: Renderer) -> None:
    card = IntentionCard(kind_of_work="电焊工", years="3_to_5", contact="13800132746", name="李四").as_resume()
    text = _text(renderer.resume(card, "zh").pdf)
    assert "工作约 4 年" in text and "岗位 电焊工" in text
    assert not any(heading in text for heading in ("工作经历", "教育经历", "会做的事", "证书", "自我介绍"))


def test_nothing_at_all_when_rendered_is_still_one_page(renderer: Renderer) -> None:
    made = renderer.resume(Resume(), "zh")
    assert made.pages == 1 and "求职者" in _text(made.pdf)


def test_three_pages_of_work_when_rendered_is_set_tighter_and_keeps_all(renderer: Renderer, zhang: Resume) -> None:
    made = renderer.resume(zhang.model_copy(update={"work": zhang.work * 9}), "zh")
    assert (made.pages, made.shortened) == (2, False)
    assert _text(made.pdf).count("长桥物流") == 9


@pytest.mark.parametrize("language", ["zh", "en"])
def test_huge_resume_when_rendered_is_cut_to_two_pages_and_says_so(
    renderer: Renderer, zhang: Resume, language: str
) -> None:
    basics = zhang.basics.model_copy(update={"summary": "很长的介绍。" * 600})
    huge = zhang.model_copy(update={"basics": basics, "work": zhang.work * 200, "skills": zhang.skills * 500})
    made = renderer.resume(huge, language)  # type: ignore[arg-type]
    text = _text(made.pdf)
    assert (made.pages, made.shortened) == (2, True)
    assert ("完整内容在随简历送达的数据里" if language == "zh" else "Continued in the data") in text
    assert ("教育经历" if language == "zh" else "Education") in text


def test_characters_that_the_font_lacks_when_rendered_are_printed_by_number_and_reported(renderer: Renderer) -> None:
    resume = Resume.model_validate({"basics": {"name": "𠮷田😀", "summary": "བོད་ 和 ئۇيغۇر 和 👍🏽"}})
    made = renderer.resume(resume, "zh")
    assert "〔U+20BB7〕田〔U+1F600〕" in _text(made.pdf)
    assert made.missing[:2] == ("𠮷", "😀")
    assert {"བ", "ئ", "👍"} <= set(made.missing)


def test_rare_character_that_the_font_has_when_rendered_can_be_copied_out(renderer: Renderer) -> None:
    made = renderer.resume(Resume.model_validate({"basics": {"name": "王𬍛"}}), "zh")
    assert made.missing == () and "王𬍛" in _text(made.pdf)


def test_word_longer_than_the_line_when_rendered_is_broken_and_not_lost(renderer: Renderer) -> None:
    made = renderer.resume(Resume.model_validate({"basics": {"name": "A", "summary": "x" * 500}}), "en")
    assert _text(made.pdf).count("x") == 500


def test_wrapped_chinese_when_rendered_never_begins_a_line_with_a_closing_mark(renderer: Renderer) -> None:
    text = "一二三四五六七八九。" * 40
    made = renderer.resume(Resume.model_validate({"basics": {"summary": text}}), "zh")
    lines = _text(made.pdf).splitlines()
    assert len(lines) > 5 and not any(line.startswith("。") for line in lines)
