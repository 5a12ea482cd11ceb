"""What every test stands on. Warnings are errors (pyproject.toml); so is an exception that nobody caught."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

# Before numpy or Qt are loaded: one thread for each library, and no window on anybody's screen.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]

# The same examples every time, and no limit on time: a slow machine is not a failure.
hypothesis_settings.register_profile("jobfair", deadline=None, derandomize=True)
hypothesis_settings.load_profile("jobfair")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="the fault tests in their long form: `make bench` runs them so"
    )


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Whether the fault tests are to take their time."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(autouse=True)
def _nothing_escapes() -> Iterator[None]:
    """Fail a test when an exception reaches sys.excepthook, which Qt does with those of slots, and returns."""
    escaped: list[BaseException] = []
    before = sys.excepthook

    def remember(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        escaped.append(error)
        before(kind, error, trace)

    sys.excepthook = remember
    yield
    sys.excepthook = before
    if escaped:
        pytest.fail(f"an exception that nobody caught: {escaped[0]!r}")


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread of its own running; the next test would meet it."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.daemon or isinstance(thread, threading._DummyThread):
            continue
        thread.join(timeout=10)
        if thread.is_alive():
            pytest.fail(f"the thread {thread.name!r} is still running")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Pictures, films and lists that are not in the repository; a test that asks for them is skipped without them.

    ``JOBFAIR_SHARED_DATA`` names the folder, else ``../shared/data`` beside the checkout.
    """
    folder = Path(os.environ.get("JOBFAIR_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("the shared data are not here: set JOBFAIR_SHARED_DATA")
    return folder


@pytest.fixture(scope="session")
def demonstration_film() -> Path:
    """The film that set-up makes from a public-domain portrait."""
    film = ROOT / ".cache" / "demonstration-film.avi"
    if not film.is_file():
        pytest.skip("no demonstration film: `make test` makes it")
    return film
