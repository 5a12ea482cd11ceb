"""``jobfair bench``: the figures of this machine, measured on the real programs and the real store."""
