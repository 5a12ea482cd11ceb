"""``jobfair server keys …``: shown, rotated with overlap, retired; and the organizer's page."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from jobfair.recovery import words_of
from jobfair.wire import Door
from tests.fixtures.keys import bare, kept_by, keys, own_server, sealed_registration, shares_of
from tests.fixtures.sealed import put
from tests.fixtures.server import SMALL_FAIR, Device, ServerProcess, sqlite_server

__all__ = ["bare", "own_server", "sqlite_server"]


def test_keys_when_shown_name_ids_only_and_the_flag_counts_on_both_sides(sqlite_server: ServerProcess) -> None:
    shown = sqlite_server.command("keys")
    assert {len(shown["identity"]), len(shown["sealing"]), len(shown["recovery"])} == {16}
    assert (shown["shares"], shown["needed"], shown["drilled_by"]) == (3, 2, "demonstration")
    before = keys(sqlite_server.data, "--json", "show").stdout
    assert json.loads(before) == shown
    plain = keys(sqlite_server.data).stdout
    assert "2 of 3 shares open" in plain
    assert "backup    none" in plain


def test_sealing_key_when_rotated_still_opens_for_a_kiosk_that_holds_the_old_snapshot(
    sqlite_server: ServerProcess,
) -> None:
    device = sqlite_server.pair("K-07")
    old = device.recipients()
    rotated = sqlite_server.command("keys", "rotate")
    new = device.recipients()
    assert (old[0].id, new[0].id, old[1]) == (rotated["former"], rotated["sealing"], new[1])
    for recipients in (old, new):
        item, envelope = sealed_registration(recipients)
        assert put(device, Door.REGISTRATIONS, item, envelope).status_code == 201


def test_old_key_when_a_kiosk_may_hold_a_row_for_it_stays_until_all_is_delivered(own_server: ServerProcess) -> None:
    device = own_server.pair("K-07")
    version = device.manifest().version
    beat(device, snapshot=version, waiting=0)
    old = own_server.command("keys", "rotate")["former"]

    def reasons() -> str:
        return "; ".join(own_server.command("keys", "retire")["stay"].get(old, []))

    assert "K-07: not seen since" in reasons()
    beat(device, snapshot=version, waiting=0)
    assert f"K-07: holds snapshot {version}" in reasons()
    beat(device, snapshot=version + 1, waiting=0, rows_waiting=3)  # registrations alone
    assert "K-07: 3 not delivered yet" in reasons()
    beat(device, snapshot=version + 1, waiting=0)
    assert "K-07" not in reasons()
    assert "180 days" in reasons()
    assert own_server.command("keys", "retire", "--yes")["removed"] == []

    age(own_server.data, old, days=181)
    lost = own_server.pair("K-08")
    beat(lost, snapshot=version, waiting=5)
    own_server.revoke("K-08")
    assert f"K-08: holds snapshot {version}" in reasons()  # what it holds can still be rescued
    (own_server.data / "keys" / "sealing" / old).stat()  # that was only asking
    gone = ("keys", "retire", "--gone", "small-fair/K-08")
    assert own_server.command(*gone)["may_go"] == [old]
    assert own_server.command(*gone, "--yes")["removed"] == [old]
    assert old not in own_server.command("keys")["opening"]
    assert not (own_server.data / "keys" / "sealing" / old).exists()


def test_kiosk_and_fair_when_an_administrator_would_delete_them_stay(sqlite_server: ServerProcess) -> None:
    sqlite_server.command("pair-code", "K-03")
    made = sqlite_server.command(
        "user", "add", "root", "--role", "organizer", "--organization", "demo", "--admin", "--generate"
    )
    admin = sqlite_server.log_in("root", made["password"])
    for page in ("kiosks/kiosk/1", "fairs/fair/small-fair"):
        assert sqlite_server.post(admin, f"/admin/{page}/delete/", post="yes").status_code == 403
        assert admin.get(f"{sqlite_server.base_url}/admin/{page}/change/", timeout=30).status_code == 200


def test_kiosk_when_gone_is_one_of_one_fair_and_has_to_be_there(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.prepare()
    other = json.loads((SMALL_FAIR / "fair.json").read_text("utf-8")) | {"id": "other-fair"}
    (tmp_path / "other.json").write_text(json.dumps(other))
    server.command("import", str(tmp_path / "other.json"), "--demonstration")
    for fair in ("small-fair", "other-fair"):
        server.command("pair-code", "K-02", "--fair", fair)
    old = server.command("keys", "rotate")["former"]
    age(server.data, old, days=181)
    with sqlite3.connect(server.data / "server.db") as db:
        db.execute("UPDATE kiosks_kiosk SET last_seen='2020-01-01 00:00:00'")
        db.commit()
    db.close()

    def reasons(*gone: str) -> str:
        return "; ".join(server.command("keys", "retire", "--gone", *gone)["stay"].get(old, []))

    for wrong, said in (("K-99", "no kiosk"), ("nowhere/K-02", "no kiosk"), ("K-02", "other-fair/K-02, small-fair")):
        done = keys(server.data, "retire", "--yes", "--gone", wrong)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert reasons("small-fair/K-02") == "other-fair/K-02: not seen since 2020-01-01"
    assert reasons("small-fair/K-02", "other-fair/K-02") == ""

    with sqlite3.connect(server.data / "server.db") as db:  # delivered rows are offered again, longer than that
        db.execute("UPDATE fairs_fair SET settings='{\"delivered_keep_days\": 365}' WHERE id='other-fair'")
        db.commit()
    db.close()
    assert "365 days" in reasons("small-fair/K-02", "other-fair/K-02")


def test_old_key_when_nobody_wrote_down_its_end_is_not_removed_at_once(bare: ServerProcess) -> None:
    old = bare.command("keys", "rotate")["former"]
    (bare.data / "keys" / "replaced.json").unlink()
    assert "nobody wrote down" in str(bare.command("keys", "retire")["stay"][old])
    assert bare.command("keys", "retire", "--yes")["removed"] == []
    assert "180 days" in str(bare.command("keys", "retire")["stay"][old])


def beat(device: Device, snapshot: int, waiting: int, rows_waiting: int = 0) -> None:
    answer = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat",
        json={
            "version": "0",
            "waiting": waiting,
            "rows_waiting": rows_waiting,
            "parked": 0,
            "kiosk_time": datetime.now(UTC).isoformat(),
            "snapshot": snapshot,
        },
        headers=device.headers,
        timeout=30,
    )
    assert answer.status_code == 200, answer.text


def age(data: Path, key: str, days: int) -> None:
    """As if ``key`` had been replaced so long ago."""
    path = data / "keys" / "replaced.json"
    entries = json.loads(path.read_text())
    entries[key]["at"] = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    path.write_text(json.dumps(entries))


def test_organizer_when_not_drilled_cannot_publish_until_she_holds_the_drill_on_the_page(
    own_server: ServerProcess,
) -> None:
    for name in ("recovery.pub", "recovery.json"):
        (own_server.data / "keys" / name).unlink()  # as it is before the first drill
    texts = [path.read_text("utf-8") for path in shares_of(own_server, "new-organizers")]
    organizer, path = own_server.organizer(), "/organizer/small-fair/keys"
    organizer.headers["Accept-Language"] = "en"

    def told(answer: requests.Response) -> str:
        return answer.text.replace("&#x27;", "'")

    assert "was not drilled" in organizer.get(f"{own_server.base_url}/organizer/small-fair/", timeout=30).text
    refused = own_server.post(organizer, "/organizer/small-fair/publish")
    assert (refused.url.endswith(path), "Not published. First hold the drill" in told(refused)) == (True, True)
    once = own_server.post(organizer, path, share=texts[0])
    assert (once.status_code, "Different shares that are needed: 2. Typed in: 1." in told(once)) == (422, True)
    assert "no-store" in once.headers["Cache-Control"]
    organizer.headers["Accept-Language"] = "zh"
    wrong = own_server.post(organizer, path, share=words_of(texts[0]).replace(" ", " kiosk ", 1))
    assert (wrong.status_code, "第 1 份：第 2 个词" in wrong.text) == (422, True)
    assert own_server.command("keys")["drilled_at"] is None

    passed = own_server.post(organizer, path, share=[texts[2], words_of(texts[0])])  # type: ignore[arg-type]
    assert (passed.status_code, "演练通过" in passed.text) == (200, True)
    assert own_server.command("keys")["drilled_by"] == "organizer"
    published = own_server.post(organizer, "/organizer/small-fair/publish")
    assert published.url.endswith("/organizer/small-fair/")
    said = own_server.log.read_text(errors="replace")
    assert not any(words_of(text)[:40] in said for text in texts)
    assert not any(words_of(text).encode() in path.read_bytes() for text in texts for path in kept_by(own_server))


def test_keys_page_when_somebody_else_asks_or_the_token_is_missing_is_refused(sqlite_server: ServerProcess) -> None:
    address = f"{sqlite_server.base_url}/organizer/small-fair/keys"
    assert sqlite_server.employer("E1").get(address, timeout=30).status_code == 403
    assert "/login" in requests.get(address, timeout=30).url
    assert sqlite_server.organizer().post(address, data={"share": ["a", "b"]}, timeout=30).status_code == 403
