"""Short messages to seekers: the port, and what may be said. Adapters: sms.py, mail.py, folder.py; chosen.py picks."""

from __future__ import annotations

from abc import ABC, abstractmethod

from jobfair.errors import JobFairError
from jobfair.text import Language
from jobfair.wire import CODE_MINUTES


class MessageNotSent(JobFairError):
    """The gateway did not take it; says why, without the address or the text."""

    code = "message_not_sent"


class Messenger(ABC):
    """One channel: SMS, or e-mail."""

    @abstractmethod
    def send(self, to: str, text: str) -> None:
        """``to`` is a phone number in international form, or an address. Raises MessageNotSent."""


_CODE: dict[Language, str] = {
    "zh": "【{fair}】验证码 {code}，{minutes} 分钟内有效。请在您面前的机器上输入，不要告诉任何人。"
    "不是您本人操作，请忽略。",
    "en": "{fair}: your code is {code}, good for {minutes} minutes. Type it at the kiosk, tell it to nobody. "
    "If you did not ask for it, ignore this.",
}


def code_text(code: str, fair: str, language: Language) -> str:
    """Nothing in it says whose it is."""
    return _CODE[language].format(code=code, fair=fair, minutes=CODE_MINUTES)
