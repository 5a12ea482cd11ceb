"""The shape of a controller: what some pages show, and what can be done on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.visit import Page, Visit
from ui.stage import Stage

View = dict[str, Any]
Args = Mapping[str, Any]


class PageController:
    """Base of the controllers. Rules live in kiosk/visit; what is half typed lives here until ``forget``."""

    pages: frozenset[Page] = frozenset()

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def visit(self) -> Visit:
        return self.stage.visit

    def view(self, page: Page) -> View:
        """The page's ``view``, as its QML file lists it."""
        raise NotImplementedError

    def act(self, page: Page, name: str, args: Args) -> None:
        """Something was done on the page; names and arguments as its QML file lists them."""
        raise NotImplementedError

    def entered(self, page: Page) -> None:
        """The page has come up."""

    def left(self, page: Page) -> None:
        """The page is gone; the visit goes on."""

    def forget(self) -> None:
        """The visit has ended: drop everything that was only typed."""
