"""What the kiosk keeps: one SQLite file, its key, and who may use it."""

from __future__ import annotations

from kiosk.store.database import Database, Store
from kiosk.store.keys import ChosenKey, KeyFile, KeySource
from kiosk.store.lease import Lease

__all__ = ["ChosenKey", "Database", "KeyFile", "KeySource", "Lease", "Store"]
