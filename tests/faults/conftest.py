"""One server for each database, for all fault tests of a process; each test brings kiosks of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fixtures.server import ServerProcess, database_url, running


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """Two workers over the small fair; on SQLite, then on PostgreSQL."""
    with (
        database_url(request.param) as url,
        running(tmp_path_factory.mktemp(f"faults-{request.param}"), url, workers=2) as found,
    ):
        yield found


@pytest.fixture(autouse=True)
def _long_enough(request: pytest.FixtureRequest, long: bool) -> None:
    """The long form takes longer than a hang of the short one."""
    if long:
        request.node.add_marker(pytest.mark.timeout(3600))
