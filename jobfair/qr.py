"""QR codes as rows of 0 and 1, for whoever draws them."""

from __future__ import annotations


def rows_of(text: str) -> tuple[str, ...]:
    """Error correction M; without the quiet zone."""
    import segno

    code = segno.make(text, error="m", boost_error=False, micro=False)
    return tuple("".join(str(cell) for cell in row) for row in code.matrix)
