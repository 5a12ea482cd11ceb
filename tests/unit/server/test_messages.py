"""What every messenger promises, and what an SMS gateway gets to see."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from jobfair.errors import ConfigError
from server.messages import MessageNotSent, Messenger, code_text
from server.messages.folder import Folder
from server.messages.sms import HttpSms

TO, TEXT = "+8613812345678", 'say "402913" {to}'


class FakeMessenger(Messenger):
    """Keeps what was sent; ``down`` refuses."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.down = False

    def send(self, to: str, text: str) -> None:
        if self.down:
            raise MessageNotSent("down")
        self.sent.append((to, text))


class Gateway(BaseHTTPRequestHandler):
    asked: list[tuple[dict[str, str], bytes]] = []
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((dict(self.headers), body))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def gateway(status: int = 200) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    asked: list[tuple[dict[str, str], bytes]] = []
    handler = type("Handler", (Gateway,), {"asked": asked, "status": status})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("kind", ["fake", "folder", "sms"])
def test_message_when_taken_has_its_address_and_text(kind: str, tmp_path: Path) -> None:
    if kind == "fake":
        fake = FakeMessenger()
        fake.send(TO, TEXT)
        assert fake.sent == [(TO, TEXT)]
    elif kind == "folder":
        Folder(tmp_path / "out").send(TO, TEXT)
        (file,) = (tmp_path / "out").iterdir()
        assert (file.read_text("utf-8"), file.stat().st_mode & 0o777) == (f"{TO}\n{TEXT}\n", 0o600)
    else:
        with gateway() as (url, asked):
            HttpSms(url).send(TO, TEXT)
        assert json.loads(asked[0][1]) == {"to": TO, "text": TEXT}, "a placeholder within a value stays as it is"


@pytest.mark.parametrize("kind", ["fake", "folder", "sms refuses", "sms is away"])
def test_message_when_not_taken_is_told_without_address_or_text(kind: str, tmp_path: Path) -> None:
    fake = FakeMessenger()
    fake.down = True
    (tmp_path / "file").write_text("", "utf-8")
    with gateway(500) as (url, _):
        messengers: dict[str, Messenger] = {
            "fake": fake,
            "folder": Folder(tmp_path / "file"),
            "sms refuses": HttpSms(url),
            "sms is away": HttpSms("http://127.0.0.1:9/send?key=secret"),
        }
        with pytest.raises(MessageNotSent) as caught:
            messengers[kind].send(TO, TEXT)
    told = str(caught.value)
    assert not any(part in told for part in (TO, "402913", "secret"))


def test_sms_gateway_gets_the_configured_form_and_headers(tmp_path: Path) -> None:
    (tmp_path / "headers.json").write_text('{"Authorization": "Bearer s3cret"}', "utf-8")
    body = '{"message": {"phones": ["{to}"], "params": ["x {text} y"], "n": 1}}'
    with gateway() as (url, asked):
        HttpSms(url, body, tmp_path / "headers.json").send(TO, "402913")
    headers, sent = asked[0]
    assert headers["Authorization"] == "Bearer s3cret"
    assert json.loads(sent) == {"message": {"phones": [TO], "params": ["x 402913 y"], "n": 1}}


@pytest.mark.parametrize(
    ("url", "body", "headers"), [("ftp://x", "{}", "{}"), ("https://x", "{", "{}"), ("https://x", "{}", "[1]")]
)
def test_sms_when_configured_wrongly_is_a_config_error(url: str, body: str, headers: str, tmp_path: Path) -> None:
    (tmp_path / "headers.json").write_text(headers, "utf-8")
    with pytest.raises(ConfigError):
        HttpSms(url, body, tmp_path / "headers.json")


def test_texts_hold_the_code_and_the_fair_alone() -> None:
    assert "402913" in code_text("402913", "春季招聘会", "zh")
    assert "402913" in code_text("402913", "Spring Fair", "en")
    assert len(code_text("402913", "滨江市春季招聘会", "zh")) <= 70, "one SMS"


def test_mail_goes_by_djangos_mail_and_its_subject_has_no_code() -> None:
    program = (
        "from django.conf import settings\n"
        "settings.configure(EMAIL_BACKEND='django.core.mail.backends.locmem.EmailBackend')\n"
        "from django.core import mail\n"
        "from server.messages import MessageNotSent, code_text\n"
        "from server.messages.mail import Mail\n"
        "for language in ('zh', 'en'):\n"
        "    Mail('fair@example.org').send('li@example.org', code_text('402913', 'Fair', language))\n"
        "for sent in mail.outbox:\n"
        "    assert sent.to == ['li@example.org']\n"
        "    assert '402913' in sent.body and '402913' not in sent.subject, sent.subject\n"
        "try:\n"
        "    Mail('fair@example.org').send('li@example.org\\nBcc: all@example.org', 'x: y')\n"
        "except MessageNotSent:\n"
        "    print(len(mail.outbox))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "2", done.stderr
