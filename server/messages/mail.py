"""E-mail through Django's mail, whose server the options name."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import EmailMessage

from server.messages import MessageNotSent, Messenger


class Mail(Messenger):
    """``sender`` is the From address; the first line of the text is the subject."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    def send(self, to: str, text: str) -> None:
        try:
            sent = EmailMessage(_subject(text), text, self._sender, [to]).send()
        except (SMTPException, OSError, ValueError) as error:  # ValueError: a line feed in the address
            raise MessageNotSent(f"the mail server does not take it ({type(error).__name__})") from None
        if not sent:
            raise MessageNotSent("the mail server does not take it")


def _subject(text: str) -> str:
    """Without the code: subjects are shown on locked screens."""
    if text.startswith("【"):
        return text[1:].split("】")[0] + " 验证码"
    return text.split(":")[0] + ": your code"
