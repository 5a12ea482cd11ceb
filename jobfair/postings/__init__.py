"""Honest postings: what an opening's text may not say, what a person looks at, what is labelled.

``check(opening, employer, fair)`` is the one door; the rules are data in resources/postings. Used at import, at each
later edit and wherever an opening's text is taken in.
"""

from jobfair.postings.check import Checker, check
from jobfair.postings.findings import Finding, Level

__all__ = ["Checker", "Finding", "Level", "check"]
