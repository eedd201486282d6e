"""Labels: what people read and hear."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luot_server.domain.numbering import label

#: CONTRACT's pattern of a label given online.
LABEL = re.compile(r"[A-Z]{1,2}\d{3,}")


@pytest.mark.parametrize(
    ("series", "number", "shown"),
    [("A", 1, "A001"), ("A", 12, "A012"), ("A", 999, "A999"), ("A", 1000, "A1000"), ("AB", 10_000, "AB10000")],
)
def test_three_digits_at_least_and_no_wrap_after_999(series: str, number: int, shown: str) -> None:
    assert label(series, number) == shown


@given(st.sampled_from(["A", "B", "AB"]), st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_numbers_of_a_series_never_share_a_label(series: str, one: int, other: int) -> None:
    assert (label(series, one) == label(series, other)) == (one == other)
    assert LABEL.fullmatch(label(series, one))
