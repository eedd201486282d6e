"""Codes as they are printed on real forms and receipts."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luot_server.domain import codes


@pytest.mark.parametrize(
    ("written", "place", "case"),
    [
        ("1.001193", None, None),
        ("1.001193.01", None, "01"),
        ("1.001193.H19", "H19", None),
        ("1.001193.H15.01", "H15", "01"),
        ("1.001193.000.00.00.H45", "H45", None),
        (" 1.001193 ", None, None),
    ],
)
def test_every_spelling_of_a_procedure_code_has_one_key(written: str, place: str | None, case: str | None) -> None:
    assert codes.parse_procedure(written) == codes.ProcedureCode("1.001193", place, case)
    assert codes.procedure_key(written) == "1.001193"


@pytest.mark.parametrize("written", ["1.014955-Xoa", "1.0133611", "0.001193", "1,001193", "", "khai sinh", "1.00119３"])
def test_a_dirty_procedure_code_is_an_error_that_shows_it(written: str) -> None:
    with pytest.raises(codes.CodeError) as wrong:
        codes.parse_procedure(written)
    assert wrong.value.text.key == "codes.bad_procedure"
    assert wrong.value.code == written
    assert codes.procedure_key(written) is None


@pytest.mark.parametrize(
    ("written", "province", "form"),
    [("000.00.12.H45", "H45", "old"), ("H15", "H15", "new"), ("H15.50.3", "H15", "new")],
)
def test_agency_identifiers_of_both_forms(written: str, province: str, form: str) -> None:
    assert codes.parse_agency(written) == codes.AgencyIdentifier(written, province, form)


@pytest.mark.parametrize("written", ["H1", "15.H15", "000.00.12", "H15.5000"])
def test_what_is_no_agency_identifier(written: str) -> None:
    with pytest.raises(codes.CodeError):
        codes.parse_agency(written)


@pytest.mark.parametrize(
    ("written", "agency", "day", "serial"),
    [
        ("000.00.12.H62-201105-0004", "000.00.12.H62", date(2020, 11, 5), "0004"),
        ("H57.132-260804-0583", "H57.132", date(2026, 8, 4), "0583"),
        ("G01.899.909-260916-890028", "G01.899.909", date(2026, 9, 16), "890028"),
    ],
)
def test_dossier_codes(written: str, agency: str, day: date, serial: str) -> None:
    dossier = codes.parse_dossier(written)
    assert (dossier.agency.text, dossier.received_on, dossier.serial) == (agency, day, serial)


@pytest.mark.parametrize("written", ["H57.132-260230-0583", "H57.132-261304-0583", "H57.132-260804-583", "0583"])
def test_a_dossier_code_with_an_impossible_day_is_none(written: str) -> None:
    with pytest.raises(codes.CodeError):
        codes.parse_dossier(written)


def test_the_first_dossier_code_is_found_in_whatever_a_receipt_holds() -> None:
    scanned = "https://example.vn/?hs=H15.7-269931-0001&ma=H57.132-260804-0583\r\n"
    found = codes.find_dossier(scanned)
    assert found is not None
    assert found.text == "H57.132-260804-0583"
    assert codes.find_dossier("no code here") is None


def test_areas() -> None:
    assert codes.parse_area("22015") == codes.AreaCode("22015")
    assert codes.parse_area("old:22024") == codes.AreaCode("22024", former=True)
    assert codes.parse_area("26734@79") == codes.AreaCode("26734", province="79")
    for wrong in ("old:22024@54", "2", "220155", "22015@7", "Ea Kar"):
        with pytest.raises(codes.CodeError):
            codes.parse_area(wrong)


@given(st.text(max_size=30))
def test_no_text_breaks_a_parser(text: str) -> None:
    for parse in (codes.parse_procedure, codes.parse_agency, codes.parse_dossier, codes.parse_area):
        with suppress(codes.CodeError):
            parse(text)
