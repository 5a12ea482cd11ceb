from __future__ import annotations

from jobfair.fair import Booth, Employer, Fair, Hall, Opening
from jobfair.text import Bilingual
from kiosk.booth_search import BoothSearch, Wanted

FAIR = Fair(
    id="f",
    halls=(Hall(id="H1"), Hall(id="H2")),
    employers=(
        Employer(id="E1", name=Bilingual(zh="东方机电", en="Orient Machines"), industry="制造"),
        Employer(id="E2", name="Harbour Foods", industry="食品"),
    ),
    booths=(
        Booth(id="A1", hall="H1", employer="E1"),
        Booth(id="A10", hall="H2", employer="E1"),
        Booth(id="B2", hall="H2", employer="E2"),
        Booth(id="C3"),
    ),
    openings=(
        Opening(id="O1", booth="A1", title="焊工", skills_required=("焊工证",), education_min="secondary",
                cities=("滨江市",), salary_max=6500, job_type="full_time"),
        Opening(id="O2", booth="A1", title="会计", education_min="bachelor", cities=("临湖市",), salary_max=9000),
        Opening(id="O3", booth="A10", title="Welder ＴＩＧ", salary_min=8000, job_type="part_time"),
        Opening(id="O4", booth="B2", title="🙂\u0000厨师", cities=("滨江市",), job_type="full_time"),
    ),
)  # fmt: skip


def found(query: str = "", **chosen: str) -> list[str]:
    return [one.booth.id for one in BoothSearch(FAIR).find(Wanted(query, tuple(chosen.items()))).booths]


def test_all_means_all_even_booths_without_openings() -> None:
    assert found() == ["A1", "A10", "B2", "C3"]


def test_words_are_found_whatever_their_case_width_and_place() -> None:
    assert found("ｗＥＬＤＥＲ tig") == ["A10"]
    assert found("ORIENT") == ["A1", "A10"]
    assert found("焊工证") == ["A1"]
    assert found("食 品") == ["B2"]
    assert found("厨师") == ["B2"]
    assert found("orient 焊") == ["A1"]
    assert found("nothing") == []


def test_booth_number_asked_for_comes_before_longer_ones() -> None:
    assert found("a10")[0] == "A10"
    assert found("ａ1") == ["A1", "A10"]


def test_filters_when_combined_must_be_met_by_one_opening() -> None:
    assert found(city="滨江市") == ["A1", "B2"]
    assert found(city="滨江市", pay="8000") == []
    assert found(pay="8000") == ["A1", "A10"]
    assert found(education="secondary", type="full_time") == ["A1", "B2"]
    assert found(hall="H2", industry="食品") == ["B2"]


def test_fitting_and_quiet_are_told_from_outside() -> None:
    search = BoothSearch(FAIR)
    fit = search.find(Wanted("", (("fit", "yes"),)), fitting={"A1": "O2"})
    assert [(one.booth.id, one.opening and one.opening.id) for one in fit.booths] == [("A1", "O2")]
    assert [one.booth.id for one in search.find(Wanted("", (("quiet", "yes"),)), quiet={"B2"}).booths] == ["B2"]


def test_counts_say_what_each_value_would_leave_beside_the_other_filters() -> None:
    search = BoothSearch(FAIR)
    counts = search.find(Wanted("", (("city", "滨江市"),)), count=True).counts
    assert counts["city"] == {"滨江市": 2, "临湖市": 1}
    assert counts["type"] == {"full_time": 2}
    assert counts["hall"] == {"H1": 1, "H2": 1}
    for group, values in counts.items():
        for value, number in values.items():
            filters = tuple({"city": "滨江市", group: value}.items())
            assert len(search.find(Wanted("", filters)).booths) == number, (group, value)


def test_large_fair_is_searched_whole() -> None:
    booths = tuple(Booth(id=f"A{n}") for n in range(1000))
    openings = tuple(Opening(id=f"O{n}", booth=f"A{n % 1000}", title=f"职位{n}") for n in range(23_000))
    search = BoothSearch(Fair(id="f", booths=booths, openings=openings))
    assert len(search.find(Wanted(), count=True).booths) == 1000
    assert [one.booth.id for one in search.find(Wanted("职位22999")).booths] == ["A999"]
