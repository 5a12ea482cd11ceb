"""Codes and numbers that a person shows, types or scans. Nothing here touches face code, and nothing is kept.

Numbers are checked for form and check digit only. Whether anybody by that number is known is never answered here.
"""

from kiosk.identity.documents.codes import CODE_KINDS, CodeReader, Steady
from kiosk.identity.documents.understand import Accepted, understand
from kiosk.identity.documents.wedge import WedgeBuffer

__all__ = ["CODE_KINDS", "Accepted", "CodeReader", "Steady", "WedgeBuffer", "understand"]
