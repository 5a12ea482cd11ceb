"""How good the matcher is, measured: titles, graded pairs, cases that must hold (``jobfair evaluate matching``)."""
