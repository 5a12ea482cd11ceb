"""What `jobfair sync` tells a person: why nothing went, what was kept, what to do."""

from __future__ import annotations

import pytest

from kiosk.commands.sync import told
from kiosk.sync import RoundReport


@pytest.mark.parametrize(
    ("problem", "reached", "happened", "do"),
    [
        ("not_ready", False, "not paired", "jobfair pair CODE"),
        ("not_trusted", False, "do not trust each other", "jobfair pair CODE"),
        ("not_trusted", True, "do not trust each other", "jobfair pair CODE"),
        ("incompatible", False, "another version", "Update"),
        ("unreachable", False, "was not reached", "tried again"),
    ],
)
def test_round_that_failed_says_why_what_was_kept_and_what_to_do(
    problem: str, reached: bool, happened: str, do: str
) -> None:
    text = told(RoundReport(reached=reached, waiting=3, problems=(problem,), explanations=("because",)))
    assert all(said in text for said in (happened, "(3) is kept on this kiosk", do, f"{problem}: because"))
    assert ("was not reached" in text) is (problem == "unreachable")


def test_round_that_went_well_says_only_what_it_did() -> None:
    assert told(RoundReport(reached=True, delivered=2)).count("\n") == 1
