"""A matcher made again, of a newer fair or of what was kept, answers exactly like one made anew."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.fair import Booth, Education, Employer, Fair, JobType, Opening
from jobfair.matching.booths import Matcher
from jobfair.matching.columns import Columns
from jobfair.matching.index import Index
from jobfair.matching.titles import TitleDictionary
from jobfair.seeker import MatchingProfile
from jobfair.text import Bilingual
from tests.fakes.encoder import SynonymEncoder

ENCODER = SynonymEncoder()
DICTIONARY = TitleDictionary({"6-18": ["焊工", "氩弧焊接操作员"], "2-02": ["会计", "出纳"]})
TITLES = ("焊工", "会计", Bilingual(zh="护士", en="Nurse"), "Welder", "", "\x00🙂", "销售")
SKILLS = ("电焊", "焊工证", Bilingual(zh="做账", en="Bookkeeping"), "Excel", "excel", "电焊")
CITIES = ("苏州", "昆山", Bilingual(zh="望川", en="Wangchuan"), "")
BOOTHS = ("A1", "A2", "A3")
SEEKERS = (
    MatchingProfile(id="a", titles=("电焊工",), skills=("电焊", "焊工证"), cities=("苏州",), salary_min=6000),
    MatchingProfile(id="b", majors=("会计",), education=Education.COLLEGE, chosen=("kind:office",)),
    MatchingProfile(id="c", past_titles=("nurse",), job_types=(JobType.FULL_TIME,), musts=("city",), cities=("昆山",)),
    MatchingProfile(id="d"),
)

openings = st.builds(
    dict,
    booth=st.sampled_from((*BOOTHS, None)),
    title=st.sampled_from(TITLES),
    occupation=st.sampled_from(("", "6-18")),
    skills_required=st.lists(st.sampled_from(SKILLS), max_size=3).map(tuple),
    skills_preferred=st.lists(st.sampled_from(SKILLS), max_size=2).map(tuple),
    majors=st.lists(st.sampled_from(("会计", "焊接技术")), max_size=2).map(tuple),
    cities=st.lists(st.sampled_from(CITIES), max_size=2).map(tuple),
    salary_max=st.sampled_from((None, 5000, 9000)),
    education_min=st.sampled_from((None, Education.BACHELOR)),
    job_type=st.sampled_from((None, JobType.FULL_TIME, JobType.PART_TIME)),
    hours=st.sampled_from(("", "两班倒")),
)
numbers = st.sampled_from(range(8))


def fair(rows: dict[int, Opening], booths: tuple[str, ...] = BOOTHS, industry: str = "") -> Fair:
    kept = tuple(
        row if row.booth is None or row.booth in booths else row.model_copy(update={"booth": booths[0]})
        for row in rows.values()
    )
    return Fair(
        id="f",
        employers=tuple(Employer(id=f"E{booth}", industry=industry) for booth in booths),
        booths=tuple(Booth(id=booth, employer=f"E{booth}") for booth in booths),
        openings=kept,
    )


def opening(number: int, fields: dict[str, Any]) -> Opening:
    return Opening(id=f"O{number}", **fields)


def answers(matcher: Matcher) -> list[object]:
    return [
        (matcher.booths(one, 10, every=True), matcher.question(one), matcher.left_out(one, 5), matcher.booths(one, 2))
        for one in SEEKERS
    ]


def assert_same_columns(found: Columns, made: Columns) -> None:
    for name, column in made.texts.items():
        assert found.texts[name].keys == column.keys
        np.testing.assert_array_equal(found.texts[name].numbers, column.numbers)
        np.testing.assert_array_equal(found.texts[name].starts, column.starts)
    for name, values in made.numbers.items():
        np.testing.assert_array_equal(found.numbers[name], values)
    np.testing.assert_array_equal(found.by_id, made.by_id)


@settings(max_examples=20, deadline=None)
@given(
    first=st.dictionaries(numbers, openings, max_size=6),
    edits=st.lists(
        st.tuples(
            st.dictionaries(numbers, st.none() | openings, max_size=3),
            st.sampled_from((BOOTHS, BOOTHS[::-1], BOOTHS[:2])),
            st.sampled_from(("", "物流")),
        ),
        max_size=3,
    ),
    lexical=st.booleans(),
)
def test_fair_edited_again_and_again_renewed_matcher_answers_as_one_made_anew(
    first: dict[int, dict[str, Any]],
    edits: list[tuple[dict[int, dict[str, Any] | None], tuple[str, ...], str]],
    lexical: bool,
) -> None:
    encoder = None if lexical else ENCODER
    rows = {number: opening(number, fields) for number, fields in first.items()}
    held = fair(rows)
    index = Index.build(held, encoder, DICTIONARY)
    renewed = Matcher(held, index, encoder)
    for changes, booths, industry in edits:
        for number, fields in changes.items():
            if fields is None:
                rows.pop(number, None)
            else:
                rows[number] = opening(number, fields)
        held = fair(rows, booths, industry)
        index = Index.build(held, encoder, DICTIONARY, index)
        renewed = renewed.renewed(held, index)
        anew = Matcher(held, index, encoder)
        assert_same_columns(renewed._scorer.columns, anew._scorer.columns)
        assert answers(renewed) == answers(anew)
        kept = Matcher.restored(held, index, encoder, renewed.derived("v"), "v")
        assert kept is not None
        assert answers(kept) == answers(renewed)


def test_derived_of_another_version_or_broken_is_not_used() -> None:
    held = fair({1: opening(1, {"title": "焊工", "skills_required": ("电焊",)})})
    index = Index.build(held, ENCODER, DICTIONARY)
    data = Matcher(held, index, ENCODER).derived("version 1")
    assert Matcher.restored(held, index, ENCODER, data, "version 1") is not None
    other = held.model_copy(update={"openings": ()})
    for broken, stamp, of in (
        (data, "version 2", held),
        (data[:-70], "version 1", held),
        (data[: len(data) // 2], "version 1", held),
        (b"", "version 1", held),
        (data, "version 1", other),
    ):
        assert Matcher.restored(of, index, ENCODER, broken, stamp) is None
    assert Matcher.restored(held, Index.build(held, None, DICTIONARY), None, data, "version 1") is None


def test_one_opening_changed_what_is_the_same_is_taken_over() -> None:
    held = fair({n: opening(n, {"title": "焊工", "skills_required": ("电焊",), "salary_max": 5000}) for n in range(5)})
    index = Index.build(held, ENCODER, DICTIONARY)
    before = Matcher(held, index, ENCODER)
    paid = (held.openings[0].model_copy(update={"salary_max": 9000}), *held.openings[1:])
    again = Index.build(held, ENCODER, DICTIONARY)
    after = before.renewed(held.model_copy(update={"openings": paid}), again)._scorer.made
    assert after.titles is before._scorer.made.titles
    assert after.gist is before._scorer.made.gist
    assert after.columns.was.tolist() == [-1, 1, 2, 3, 4]
