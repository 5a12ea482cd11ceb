"""What the kiosk and the server share: domain, wire, matching, résumé, sealing.

Pure Python: no Qt, no Django, no network.
"""

__version__ = "0.1.0"
