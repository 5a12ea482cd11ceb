"""`jobfair demo`: the real programs, started as processes of their own, and people who use them."""
