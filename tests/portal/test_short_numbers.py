"""Numbers out of addresses and forms are read in one way, and nothing that one may send makes it stumble."""

from __future__ import annotations

import pytest

from portal.short_numbers import ID_DIGITS, short_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("7", 7), ("007", 7), ("99999", 99999),
        ("100000", None), ("", None), (" 7", None), ("-7", None), ("+7", None), ("7.0", None), ("7_0", None),
        ("²", None), ("٣", None), ("１", None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_only_a_few_plain_digits_are_a_number(text: str, number: int | None) -> None:
    assert short_number(text, digits=5) == number


def test_the_longest_id_fits_a_column_of_64_bits() -> None:
    found = short_number("9" * ID_DIGITS, digits=ID_DIGITS)
    assert found is not None and found < 2**63


@pytest.mark.usefixtures("portal_data")
def test_no_length_of_digits_is_a_fault_of_ours() -> None:
    """Python refuses to read 5,000 digits (`sys.set_int_max_str_digits`): asked plainly, that was a 500."""
    from tests.portal.persons import signed_in

    client = signed_in("mai", "records_staff", "administrator")
    long = "9" * 5000
    asked = [
        ("/search/recent/forget", {"number": long}),
        ("/account/sessions/end", {"session": long}),
        ("/outgoing/people/bind", {"account": long}),
        ("/outgoing/people/mandate", {"holder": long}),
    ]
    for address, sent in asked:
        assert client.post(address, sent).status_code < 500, address
    # What names no session ends none, this one least of all.
    assert client.get("/account/").status_code == 200


@pytest.mark.usefixtures("portal_data")
def test_no_length_of_digits_in_a_day_or_a_range_is_a_fault_of_ours() -> None:
    from tests.portal.persons import signed_in

    client, long = signed_in("mai"), "9" * 5000
    for query in (f"first={long}", f"last=1/2/{long}", f"q=năm:{long}", f"q=area_m2:>{long}", f"day={long}"):
        for address in ("/search/", "/records/", "/inbox/files/", "/audit/"):
            assert client.get(f"{address}?{query}").status_code < 500, (address, query[:12])
