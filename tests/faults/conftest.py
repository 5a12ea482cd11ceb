"""One server for each database, for all fault tests of a process; each test brings kiosks of its own."""

from __future__ import annotations

import faulthandler
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.faults.small_disk import small_disk
from tests.fixtures.server import ServerProcess, database_url, running


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], ServerProcess]]:
    """Two workers over the small fair, on a disk of its own where that is allowed; each is started when first asked
    for, and stays: setting one up takes longer than most tests."""
    found: dict[str, ServerProcess] = {}
    with ExitStack() as stack:

        def of(kind: str) -> ServerProcess:
            if kind not in found:
                folder = tmp_path_factory.mktemp(f"faults-{kind}") / "disk"
                stack.enter_context(small_disk(folder, 1024))
                url = stack.enter_context(database_url(kind))
                found[kind] = stack.enter_context(running(folder, url, workers=2))
            return found[kind]

        yield of


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest, servers: Callable[[str], ServerProcess]) -> ServerProcess:
    """The one on SQLite, then the one on PostgreSQL."""
    return servers(request.param)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Programs that start and die take longer than a test of a function; a hang is a failure all the same."""
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker(pytest.mark.timeout(7200 if config.getoption("--long") else 600))


@pytest.fixture(autouse=True)
def _no_traces_while_it_takes_long(long: bool) -> None:
    """Else pytest shows where every thread stands after three minutes."""
    if long:
        faulthandler.cancel_dump_traceback_later()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that tests have recorded, added up over both databases."""
    figures: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        figures.update(dict(value for name, value in report.user_properties if name == "survived"))
    if figures["kills"]:
        text = "{kills} kills survived, {submissions of kills} submissions: 0 lost, 0 twice"
        terminalreporter.write_line(text.format_map(figures))
    if figures["deliveries"]:
        text = "{deliveries} deliveries in storms, {faults} of them with a fault, {submissions of storms} submissions"
        terminalreporter.write_line(f"{text.format_map(figures)}: 0 lost, 0 twice")
    if figures["power cuts"]:
        text = "{power cuts} power cuts, {states} states of the disk, {submissions of power cuts} submissions: 0 lost"
        terminalreporter.write_line(text.format_map(figures))


@pytest.fixture
def survived(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Record a figure for the end of the run."""
    return lambda name, count: record_property("survived", (name, count))
