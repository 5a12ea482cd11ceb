"""Matching: openings -> index (words, vectors), score, reasons, booths. Only ever ranks booths for seekers.

::

    index = Index.build(fair, encoder, bundled_titles())      # on the server, once
    matcher = Matcher(fair, Index.from_bytes(data), encoder)  # on the kiosk
    matcher.booths(profile, top=10)
"""
