"""The API, put together: what devices ask, what everyone may ask, and how failures are told."""

from __future__ import annotations

import errno
import logging
from sqlite3 import SQLITE_FULL, SQLITE_IOERR_WRITE

from django.db import DatabaseError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError

from jobfair import __version__
from jobfair.wire import WIRE_VERSION, ProblemCode
from server.api.v1 import boot, doors, exposure, handovers, pairings, snapshot, tries
from server.api.v1.guard import problem_response
from server.core.refusal import Refusal

log = logging.getLogger("jobfair.api")
NO_ROOM_SECONDS = 30
public = Router(tags=["health"])


@public.get("/health", url_name="health", response={200: dict[str, str | int]})
def health(request: HttpRequest) -> HttpResponse:
    """Ready to take in: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT last FROM intake_intakecounter")
            cursor.fetchone()
    except DatabaseError as error:
        raise Refusal(ProblemCode.UNAVAILABLE, "the database does not answer") from error
    return JsonResponse({"status": "ok", "wire": WIRE_VERSION, "version": __version__})


def build() -> NinjaAPI:
    api = NinjaAPI(
        title="Job fair server",
        version=str(WIRE_VERSION),
        description="What kiosks talk to. Messages: jobfair/wire, wire version 1.",
        urls_namespace="v1",
    )
    api.add_router("", public)
    api.add_router("", pairings.router)
    api.add_router("", snapshot.router)
    api.add_router("", boot.router)
    api.add_router("", tries.router)
    api.add_router("", handovers.router)
    api.add_router("", exposure.router)
    api.add_router("", doors.router)
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, lambda request, error: problem_response(Refusal(ProblemCode.NOT_FOUND)))
    api.add_exception_handler(OperationalError, _busy)
    api.add_exception_handler(OSError, _no_room)
    api.add_exception_handler(Exception, _unforeseen)
    return api


def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return problem_response(error)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if any("door" in e["loc"] for e in error.errors):
        return problem_response(Refusal(ProblemCode.NOT_FOUND))
    where = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['type']}" for e in error.errors[:5])
    return problem_response(Refusal(ProblemCode.INVALID, where))


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = ProblemCode.NOT_AUTHENTICATED if error.status_code == 401 else ProblemCode.INVALID
    return problem_response(Refusal(code, status=error.status_code))


def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    if _is_full(error):
        log.error("the database's disk is full", exc_info=error)
        return problem_response(Refusal(ProblemCode.UNAVAILABLE, "the disk is full", retry_after=NO_ROOM_SECONDS))
    log.error("the database is busy or gone", exc_info=error)
    return problem_response(Refusal(ProblemCode.BUSY, retry_after=2, status=503))


def _is_full(error: OperationalError) -> bool:
    """PostgreSQL's class of faults for want of room (53100), and what SQLite says."""
    cause = error.__cause__
    sqlite = getattr(cause, "sqlite_errorcode", None)
    return getattr(cause, "sqlstate", None) == "53100" or sqlite in (SQLITE_FULL, SQLITE_IOERR_WRITE)


def _no_room(request: HttpRequest, error: OSError) -> HttpResponse:
    """A full disk takes nothing from anybody, so it names a time; whatever else it is may be about this file alone."""
    log.error("the disk does not take it, errno %s", error.errno, exc_info=error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return problem_response(Refusal(ProblemCode.UNAVAILABLE, "the disk is full", retry_after=NO_ROOM_SECONDS))
    return problem_response(Refusal(ProblemCode.UNAVAILABLE))


def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("unforeseen", exc_info=error)
    return problem_response(Refusal(ProblemCode.UNAVAILABLE, status=500))
