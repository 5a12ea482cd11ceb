"""Checked openings through import, publication, the organizer's and the employer's pages, on both databases."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest
import requests

from tests.fixtures.server import SMALL_FAIR, Device, ServerProcess, running_server, sqlite_server

__all__ = ["running_server", "sqlite_server"]

FAIR = "small-fair"


def flawed() -> dict[str, Any]:
    """The small fair with an opening that is blocked, one for review, one whose pay contradicts itself."""
    content: dict[str, Any] = json.loads((SMALL_FAIR / "fair.json").read_text("utf-8"))
    first, second, third = content["openings"]
    first["description"] = "限男性，会用游标卡尺。\u0000😀"
    second |= {"cities": ["滨江市"], "description": "35岁以下。"}
    third |= {"cities": ["滨江市"], "salary_min": 9000, "salary_max": 6000, "hours": "劳务派遣，白班"}
    return content


def take_in(server: ServerProcess, content: dict[str, Any]) -> dict[str, Any]:
    file = server.data.parent / "flawed.json"
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return server.command("import", str(file), "--organization", "demo")


def publish(server: ServerProcess) -> None:
    """As the organizer does, on her page: no process has to start."""
    assert server.post(server.organizer(), f"/organizer/{FAIR}/publish").status_code == 200


def shown(device: Device) -> dict[str, Any]:
    """The openings as kiosks have them."""
    return {opening.id: opening for opening in device.held_fair().openings}


def marks(page: str, opening: str) -> list[str]:
    return re.findall(rf'name="opening" value="{opening}"><input type="hidden" name="mark" value="(\w+)"', page)


def page(server: ServerProcess, session: requests.Session, path: str) -> str:
    answer = session.get(f"{server.base_url}{path}", timeout=30)
    assert answer.status_code == 200, path
    return answer.text


def test_openings_when_flawed_are_kept_told_and_put_right_before_kiosks_see_them(running_server: ServerProcess) -> None:
    device = running_server.pair("K-09")
    printed = take_in(running_server, flawed())
    assert printed["checked"] == {"block": 1, "error": 1, "review": 1, "label": 0}
    publish(running_server)
    before = shown(device)
    assert set(before) == {"O2", "O3"}
    assert (before["O3"].salary_min, before["O3"].labour_dispatch) == (None, True)

    organizer, path = running_server.organizer(), f"/organizer/{FAIR}/openings"
    blocked = page(running_server, organizer, f"{path}?show=block")
    assert "<mark>限男性</mark>" in blocked and marks(blocked, "O2") == []
    (mark,) = marks(blocked, "O1")
    running_server.post(organizer, path, opening="O1", mark=mark, do="approve")
    assert marks(page(running_server, organizer, f"{path}?show=block"), "O1") == [mark]  # nobody can approve it away

    (age,) = marks(page(running_server, organizer, f"{path}?show=review"), "O2")
    running_server.post(organizer, path, opening="O2", mark=age, do="approve")
    assert marks(page(running_server, organizer, f"{path}?show=review"), "O2") == []

    employer = running_server.employer("E1")
    running_server.post(employer, "/employer/openings/O1", mark=mark)
    publish(running_server)
    assert shown(device)["O1"].description == "会用游标卡尺。😀"

    take_in(running_server, flawed())  # the file says nothing new: what the employer changed stays, and the approval
    publish(running_server)
    assert set(shown(device)) == {"O1", "O2", "O3"}
    assert marks(page(running_server, organizer, f"{path}?show=review"), "O2") == []


def tabs(found: str) -> dict[str, int]:
    return {level: int(n) for level, n in re.findall(r'href="\?show=(\w+)"[^>]*>[^<]*?(\d+)</a>', found)}


def test_tabs_when_an_opening_has_several_findings_count_it_at_each_level(running_server: ServerProcess) -> None:
    content = flawed()
    text = "只招女生。年龄40岁以下。"
    content["openings"][0] |= {"description": text, "salary_min": 9000, "salary_max": 6000, "benefits": "劳务派遣"}
    assert take_in(running_server, content)["checked"]["block"] == 1
    organizer, path = running_server.organizer(), f"/organizer/{FAIR}/openings"
    assert tabs(page(running_server, organizer, path)) == {"block": 1, "error": 2, "review": 1, "label": 2}
    assert "O1 ·" in page(running_server, organizer, f"{path}?show=review")


FORM = {
    "title_zh": "装配技术员",
    "title_en": "Assembly technician",
    "duties": "装配 = Assembling\n检验",
    "cities": "滨江市",
    "salary_min": "6500",
    "salary_max": "8000",
    "job_type": "full_time",
    "work_permit": "yes",
}


@pytest.fixture(scope="module")
def device(sqlite_server: ServerProcess) -> Device:
    return sqlite_server.pair("K-01")


def test_employer_when_her_change_is_forbidden_is_told_and_kiosks_never_get_it(
    sqlite_server: ServerProcess, device: Device
) -> None:
    employer = sqlite_server.employer("E1")
    said = sqlite_server.post(employer, "/employer/openings/O1", **FORM, description_zh="只招女生，入职交押金200元")
    assert "<mark>只招女生</mark>" in said.text
    publish(sqlite_server)
    assert "O1" not in shown(device)
    text = "只招女生。会用游标卡尺。入职交押金200元。"
    sqlite_server.post(employer, "/employer/openings/O1", **FORM, description_zh=text)
    taken = sqlite_server.post(employer, "/employer/openings/O1", mark="", do="all")
    assert re.search(r">\s*会用游标卡尺。</textarea>", taken.text)
    sqlite_server.post(employer, "/employer/openings/O1", **FORM, description_zh="")
    assert "O1" not in shown(device)  # not before the organizer publishes
    publish(sqlite_server)
    got = shown(device)["O1"]
    assert (got.work_permit, got.duties[1], got.headcount) == (True, "检验", 5)
    assert got.duties[0].en == "Assembling"


def test_number_wanted_and_experience_when_the_employer_sets_them_stay_until_the_file_says_others(
    sqlite_server: ServerProcess, device: Device
) -> None:
    content = json.loads((SMALL_FAIR / "fair.json").read_text("utf-8"))
    take_in(sqlite_server, content)
    edit = {**FORM, "headcount": "7", "experience_months_min": "12"}
    sqlite_server.post(sqlite_server.employer("E1"), "/employer/openings/O1", **edit)
    take_in(sqlite_server, content)
    publish(sqlite_server)
    got = shown(device)["O1"]
    assert (got.headcount, got.experience_months_min) == (7, 12)
    content["openings"][0]["headcount"] = 9
    take_in(sqlite_server, content)
    publish(sqlite_server)
    got = shown(device)["O1"]
    assert (got.headcount, got.experience_months_min) == (9, 12), "the file's number, and what else the employer wrote"


@pytest.mark.parametrize(
    "data",
    [
        {"salary_min": "-5"},
        {"title_zh": "长" * 101},
        {"headcount": "0"},
        {"education_min": "wizard"},
        {"salary_max": "viel"},
    ],
)
def test_employer_when_the_form_is_wrong_changes_nothing(
    sqlite_server: ServerProcess, device: Device, data: dict[str, str]
) -> None:
    said = sqlite_server.post(sqlite_server.employer("E1"), "/employer/openings/O2", **{**FORM, **data})
    assert "notice error" in said.text
    publish(sqlite_server)
    assert shown(device)["O2"].title.zh == "产线组长"


def test_opening_when_it_is_another_employers_is_not_found(sqlite_server: ServerProcess) -> None:
    other = sqlite_server.employer("E2")
    assert other.get(f"{sqlite_server.base_url}/employer/openings/O1", timeout=30).status_code == 404
    assert sqlite_server.post(other, "/employer/openings/O1", **FORM).status_code == 404
    assert other.get(f"{sqlite_server.base_url}/organizer/{FAIR}/openings", timeout=30).status_code == 403


@pytest.mark.parametrize("data", [{"title_zh": "", "title_en": " "}, {"cities": ""}, {"cities": "面议\n全国"}])
def test_employer_when_she_empties_title_or_place_is_refused(
    sqlite_server: ServerProcess, data: dict[str, str]
) -> None:
    said = sqlite_server.post(sqlite_server.employer("E1"), "/employer/openings/O2", **{**FORM, **data})
    assert "errorlist" in said.text or "notice error" in said.text


def test_employer_when_it_says_the_forbidden_of_itself_is_published_without(
    sqlite_server: ServerProcess, device: Device
) -> None:
    content = json.loads((SMALL_FAIR / "fair.json").read_text("utf-8"))
    content["employers"][0]["about"] = {"zh": "老牌工厂。本公司仅限男性。", "en": "An old works. Men only."}
    take_in(sqlite_server, content)
    assert "<mark>仅限男性</mark>" in page(sqlite_server, sqlite_server.organizer(), f"/organizer/{FAIR}/openings")
    publish(sqlite_server)
    about = device.held_fair().employers[0].about
    assert "男" not in str(about) and "Men" not in str(about) and "老牌工厂" in str(about)


def test_approval_when_the_words_come_to_mean_another_thing_is_asked_anew(sqlite_server: ServerProcess) -> None:
    employer, organizer = sqlite_server.employer("E1"), sqlite_server.organizer()
    path = f"/organizer/{FAIR}/openings?show=review"
    sqlite_server.post(employer, "/employer/openings/O1", **FORM, description_zh="年龄35岁以下。")
    (mark,) = marks(page(sqlite_server, organizer, path), "O1")
    sqlite_server.post(organizer, f"/organizer/{FAIR}/openings", opening="O1", mark=mark, do="approve")
    assert marks(page(sqlite_server, organizer, path), "O1") == []
    said = "前台仅招年龄35岁以下，年龄大的勿扰。"
    sqlite_server.post(employer, "/employer/openings/O1", **FORM, description_zh=said)
    assert marks(page(sqlite_server, organizer, path), "O1") != []


MEANWHILE = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "server.config.settings"
import django
django.setup()
from jobfair import fair as domain
from server.fairs import importing, postings
from server.fairs.models import Fair, Opening

content = domain.Fair.model_validate_json(sys.stdin.read())
row = Fair.objects.get(pk=content.id)
importing.import_fair(content, row.organization)
of = lambda code="O1": Opening.objects.get(fair=row, code=code)
def written(text, code="O1", held=None):
    held = held or of(code)
    postings.edit(held, {**held.document, "description": text}, None)
said = {}

ready = postings.imported(content.id, content.openings)
written("her new text")
importing._import(content, row.organization, None, ready)
said["edited while an import was checked"] = of().document["description"]

held = of()
importing.import_fair(content.model_copy(update={"openings": content.openings[1:]}), row.organization)
written("written on a page from before", held=held)
said["active after an import without it"] = of().active
importing.import_fair(content, row.organization)

def during(name, act):
    real = getattr(postings, name)
    def slow(*arguments):
        setattr(postings, name, real)
        found = real(*arguments)
        act()
        return found
    setattr(postings, name, slow)

written("\u597d")
during("check_again", lambda: written("\u4ec5\u9650\u7537\u6027"))
said["published after an edit"] = sorted(one.id for one in postings.published(row).openings)
written("\u597d")

more = content.model_copy(update={"openings": (*content.openings, content.openings[0].model_copy(update={"id": "O9"}))})
during("check_again", lambda: importing.import_fair(more, row.organization))
said["published after an import"] = [one.id for one in postings.published(row).openings if one.id == "O9"]
importing.import_fair(content, row.organization)

Opening.objects.filter(fair=row, code="O1").update(checked="of older rules")
stale = list(Opening.objects.filter(fair=row, code="O1"))
written("newer")
postings.check_again(stale)
said["checked again after an edit"] = of().document["description"]

written("before an update")
first = postings.cleaned(content.openings[0].model_dump(mode="json", exclude_defaults=True))
Opening.objects.filter(fair=row, code="O1").update(origin=postings.digest_of(first))
importing.import_fair(content, row.organization)
said["imported again after an update"] = of().document["description"]
said["of the new kind"] = of().origin == postings.origin_of(first)
print(json.dumps(said))
"""


def test_openings_when_written_at_the_same_time_lose_nothing_and_publish_nothing_unchecked(
    running_server: ServerProcess,
) -> None:
    content = (SMALL_FAIR / "fair.json").read_text("utf-8")
    run = [sys.executable, "-c", MEANWHILE]
    done = subprocess.run(
        run, env=running_server.environment, input=content, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {
        "edited while an import was checked": "her new text",
        "active after an import without it": False,
        "published after an edit": ["O2", "O3"],
        "published after an import": ["O9"],
        "checked again after an edit": "newer",
        "imported again after an update": "before an update",
        "of the new kind": True,
    }
