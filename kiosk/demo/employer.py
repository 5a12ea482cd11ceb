"""An employer at her page, over HTTP, as a browser would ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

import requests

from kiosk.demo.programs import ProgramFailed


@dataclass(frozen=True)
class ReadBack:
    """What the employer's page gave for one submission."""

    times_listed: int
    page: str
    pdf: bytes


class EmployerPage:
    """Logged in with name and password; raises ProgramFailed when a page is not as it should be."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._url = url
        self._http = requests.Session()
        self._log_in(user, password)

    def read(self, submission: str) -> ReadBack:
        """Find it in the inbox, open it, fetch its PDF."""
        inbox = self._get("/employer/").text
        times = len(re.findall(rf'href="/employer/submissions/{submission}["?]', inbox))
        page = self._get(f"/employer/submissions/{submission}").text
        pdf = self._get(f"/employer/submissions/{submission}/pdf")
        if not pdf.content.startswith(b"%PDF"):
            raise ProgramFailed("the employer's page gave no PDF")
        return ReadBack(times, page, pdf.content)

    def _log_in(self, user: str, password: str) -> None:
        form = self._get("/login").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        if token is None:
            raise ProgramFailed("the log-in page has no form")
        answer = self._http.post(
            f"{self._url}/login",
            data={"username": user, "password": password, "csrfmiddlewaretoken": token.group(1)},
            headers={"Referer": f"{self._url}/login"},
            timeout=15,
        )
        if answer.url.rstrip("/").endswith("/login"):
            raise ProgramFailed("the employer cannot log in")

    def _get(self, path: str) -> requests.Response:
        answer = self._http.get(self._url + path, timeout=15)
        if answer.status_code != 200:
            raise ProgramFailed(f"{path} answered {answer.status_code}")
        return answer
