"""Around every request: its body is taken in to the end, and its answer carries the headers that keep a page safe."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, UnreadablePostError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; frame-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)

LEFT_OVER = 1 << 20  # bytes of an unread body that are worth a connection
PIECE = 1 << 16


class BodyTaken:
    """What the view left of a body of up to ``LEFT_OVER`` bytes is read and thrown away.

    A refusal that answers before the body has come ends the connection (granian cannot reuse it), and a client that
    still sends, or that asks again on the same connection, sees a broken network instead of the refusal. Of a larger
    body the refusal itself is what saves the network.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        try:
            while int(request.META.get("CONTENT_LENGTH") or 0) <= LEFT_OVER and request.read(PIECE):
                pass
        except (ValueError, UnreadablePostError):
            pass  # the length is none, or the client has gone: nobody is left who would read the answer
        return response


class SecurityHeaders:
    """Nothing inline, nothing from elsewhere, nothing cached that is personal.

    A view that needs another policy (the PDF) sets its own header; it is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
