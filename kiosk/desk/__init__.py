"""What happens at the kiosk for the person in front of it: finding, opening, registering, handing in.

``Desk`` is what the screens' controllers call. Nothing here draws or waits for the network; each method says when it
is slow (more than some milliseconds), so that it is called on a worker.
"""

from __future__ import annotations

from kiosk.desk.desk import Desk
from kiosk.desk.factors import Claim, CodeSent, Factor, NotSent, Opened, Outcome, TooManyTries, WrongCode
from kiosk.desk.handing_in import NotAllowed, Submitted
from kiosk.desk.hint import Hint
from kiosk.desk.taking_back import NotYours, Offer, TooLate, WithdrawalSaved

__all__ = [
    "Claim",
    "CodeSent",
    "Desk",
    "Factor",
    "Hint",
    "NotAllowed",
    "NotSent",
    "NotYours",
    "Offer",
    "Opened",
    "Outcome",
    "Submitted",
    "TooLate",
    "TooManyTries",
    "WithdrawalSaved",
    "WrongCode",
]
