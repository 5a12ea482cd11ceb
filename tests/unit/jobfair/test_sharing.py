from __future__ import annotations

from jobfair.fair import Opening
from jobfair.sharing import SharedTexts
from jobfair.text import Bilingual


def test_equal_texts_of_two_openings_become_one_object_and_nothing_else_changes() -> None:
    rows = [
        {
            "id": f"O{n}",
            "title": {"zh": "焊工", "en": "Welder"},
            "skills_required": ["电焊", {"zh": "电焊"}],
            "hours": "",
        }
        for n in range(2)
    ]
    before = [Opening.model_validate(row) for row in rows]
    after = [Opening.model_validate(row) for row in rows]
    SharedTexts().share(after)
    assert after == before
    assert [o.model_dump_json(exclude_unset=True) for o in after] == [
        o.model_dump_json(exclude_unset=True) for o in before
    ]
    first, second = after
    assert first.title is second.title
    assert all(a is b for a, b in zip(first.skills_required, second.skills_required, strict=True))
    assert first.skills_required[0] == "电焊"
    assert first.skills_required[1] == Bilingual(zh="电焊")
