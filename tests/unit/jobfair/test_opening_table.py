"""Openings kept as a table: they come back the same, and a table of another form is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair import opening_table
from jobfair.fair import Education, JobType, Opening
from jobfair.opening_table import TableStale, packed, unpacked
from jobfair.text import Bilingual, Text
from jobfair.wire import OpeningsPart

texts: st.SearchStrategy[Text] = st.sampled_from(
    ("", "焊工", "1", Bilingual(zh="护士", en="Nurse"), Bilingual(en="焊工"))
)
lists = st.lists(texts, max_size=3).map(tuple)
openings = st.builds(
    Opening,
    id=st.uuids().map(str),
    title=texts,
    booth=st.sampled_from((None, "A1", "A2")),
    duties=lists,
    skills_required=lists,
    cities=lists,
    education_min=st.sampled_from((None, Education.NONE, Education.BACHELOR)),
    job_type=st.none() | st.sampled_from(JobType),
    experience_months_min=st.sampled_from((None, 0, 1, 12)),
    salary_min=st.sampled_from((None, 0, 1, 10**12)),
    work_permit=st.sampled_from((None, True, False)),
    labour_dispatch=st.booleans(),
    headcount=st.sampled_from((None, 1)),
    description=texts,
)
parts = st.lists(openings, max_size=5).map(
    lambda found: OpeningsPart(places=tuple(1024 * n - 1 for n in range(len(found))), openings=tuple(found))
)


@given(st.dictionaries(st.sampled_from("abc"), parts))
def test_openings_kept_and_read_again_are_the_same(given: dict[str, OpeningsPart]) -> None:
    found = unpacked(packed(given))
    assert found == given
    for digest, part in given.items():
        for before, after in zip(part.openings, found[digest].openings, strict=True):
            assert after.model_fields_set == before.model_fields_set
            assert after.model_dump_json(exclude_defaults=True) == before.model_dump_json(exclude_defaults=True)
            assert [*map(type, vars(after).values())] == [*map(type, vars(before).values())]
            assert hash(after) == hash(before)


def some() -> dict[str, OpeningsPart]:
    first, second = (Opening(id=name, title="焊工", cities=("苏州",)) for name in ("O1", "O2"))
    return {"a": OpeningsPart(places=(1,), openings=(first,)), "b": OpeningsPart(places=(2,), openings=(second,))}


def test_equal_texts_are_one_object() -> None:
    found = unpacked(packed(some()))
    first, second = found["a"].openings[0], found["b"].openings[0]
    assert first.title is second.title
    assert first.cities[0] is second.cities[0]


def test_table_of_another_form_of_opening_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = packed(some())
    monkeypatch.setattr(opening_table, "_form", lambda: b"x" * 64)
    with pytest.raises(TableStale):
        unpacked(table)


def test_table_cut_off_anywhere_is_refused() -> None:
    table = packed(some())
    for length in range(0, len(table), 7):
        with pytest.raises(TableStale):
            unpacked(table[:length])
