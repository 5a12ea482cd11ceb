"""Codes and numbers that a person shows, types or scans. Nothing here touches face code, and nothing is kept.

Numbers are checked for form and check digit only. Whether anybody by that number is known is never answered here.
"""

from kiosk.identity.documents.codes import CODE_KINDS, CodeReader, Steady
from kiosk.identity.documents.lines import Lines
from kiosk.identity.documents.understand import CARD_PREFIX, Accepted, typed_document, understand
from kiosk.identity.documents.wedge import WedgeBuffer

__all__ = [
    "CARD_PREFIX",
    "CODE_KINDS",
    "Accepted",
    "CodeReader",
    "Lines",
    "Steady",
    "WedgeBuffer",
    "typed_document",
    "understand",
]
