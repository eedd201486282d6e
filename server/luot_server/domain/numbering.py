"""Numbers and labels: arithmetic only."""

#: A label has at least three digits; after A999 comes A1000, never A000 again.
MIN_DIGITS = 3


def label(series: str, number: int) -> str:
    """The label people read and hear: ``label("A", 12) == "A012"``."""
    return f"{series}{number:0{MIN_DIGITS}d}"
