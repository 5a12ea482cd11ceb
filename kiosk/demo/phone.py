"""A seeker's phone before the screen: it reads the code there, and asks the server's page as a browser does."""

from __future__ import annotations

import base64
import re
import time
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from pathlib import Path

import requests

from jobfair.handover import PREFIX, HandedPass, claim_of, open_on_phone
from kiosk.demo.programs import ProgramFailed


@dataclass
class Phone:
    """One phone with its cookies. Raises ProgramFailed when a page is not as it should be.

    The page's script is played here: a claim of what stands after the ``#``, which is never sent; and decrypting."""

    address: str
    _http: requests.Session = field(default_factory=requests.Session)

    def scans(self) -> str:
        """Open the link; the two digits that the page shows."""
        form = self._http.get(self.address.split("#")[0], timeout=15)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
        if token is None:
            raise ProgramFailed("the page for phones has no form")
        self._token = token.group(1)
        found = re.search(r'data-digits="(\d\d)"', self._asks())
        if found is None:
            raise ProgramFailed("the page for phones shows no digits")
        return found.group(1)

    def gets_pass(self) -> HandedPass:
        """What the kiosk sent once the digits were tapped, decrypted."""
        for _ in range(30):
            found = re.search(r'data-sealed="([^"]+)"', self._asks())
            if found:
                sealed = base64.b64decode(found.group(1))
                return HandedPass.model_validate_json(open_on_phone(self._secret, sealed))
            time.sleep(0.5)
        raise ProgramFailed("the phone got no pass")

    @property
    def _secret(self) -> bytes:
        code = self.address.split("#")[1].removeprefix(PREFIX)
        return urlsafe_b64decode(code + "=" * (-len(code) % 4))

    def _asks(self) -> str:
        page = self.address.split("#")[0]
        said = {"claim": claim_of(self._secret), "csrfmiddlewaretoken": self._token}
        answer = self._http.post(page, data=said, headers={"Referer": page}, timeout=15)
        if answer.status_code != 200:
            raise ProgramFailed(f"the page for phones answered {answer.status_code}")
        return answer.text


def scanned(picture: Path) -> Phone:
    """A phone held to what is in ``picture``. Raises ProgramFailed where no code of a kiosk stands there."""
    import zxingcpp
    from PIL import Image

    with Image.open(picture) as image:
        codes = [code.text for code in zxingcpp.read_barcodes(image)]
    found = next((text for text in codes if f"#{PREFIX}" in text), None)
    if found is None:
        raise ProgramFailed(f"no code for a phone in {picture.name}; there is: {len(codes)}")
    return Phone(found)
