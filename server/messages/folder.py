"""Messages as files in a folder: for demonstrations and tests, where nobody has a gateway."""

from __future__ import annotations

import os
from pathlib import Path

from jobfair.ids import new_id
from server.messages import MessageNotSent, Messenger


class Folder(Messenger):
    """One file a message, first line the address, mode 0600; whoever runs the demonstration reads and deletes them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, to: str, text: str) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self._folder / f"{new_id()}.txt", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as out:
                out.write(f"{to}\n{text}\n")
        except OSError as error:
            raise MessageNotSent(f"messages_folder: {error.strerror}") from None
