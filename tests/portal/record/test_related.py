"""Related papers: found by what they share, with the reason in words, by indexes alone."""

from __future__ import annotations

import pytest

from records import FieldValue
from tests.portal.catalogued import add, make_field, make_record

pytestmark = pytest.mark.usefixtures("portal_data")


def paper(
    name: str,
    text: str = "Giấy",
    record_type: str = "birth_certificate",
    unit: str = "",
    **fields: FieldValue,
) -> str:
    return add(make_record(text, name=f"{name}.pdf", record_type=record_type, fields=fields), unit=unit)


def related(record_id: str) -> dict[str, set[str]]:
    from portal.models import CatalogueRecord
    from portal.related import related_to
    from portal.rights.holding import Rights

    found = related_to(CatalogueRecord.objects.get(pk=record_id), Rights.everything())
    return {one.row.record_id: {why.value for why, _ in one.reasons} for one in found}


def test_one_person_is_found_by_number_whatever_the_field() -> None:
    child = paper("a", child_personal_id=make_field("014319000123"), child_full_name=make_field("Lò Thị Mây"))
    bride = paper("b", record_type="marriage_certificate", wife_id=make_field("014319000123"))
    paper("c", child_personal_id=make_field("014319000124"))
    from portal.related.keys import identity_fields

    name = "wife_id" if "wife_id" in identity_fields() else next(iter(identity_fields()))
    other = paper("d", record_type="marriage_certificate", **{name: make_field("014319000123")})
    assert other in related(child)
    assert set(related(child)) <= {bride, other}


def test_a_name_alone_relates_nothing_but_with_the_day_of_birth_it_does() -> None:
    born = {"child_date_of_birth": make_field("05/03/2019", "2019-03-05")}
    child = paper("a", child_full_name=make_field("LÒ THỊ MÂY"), **born)
    same = paper("b", "Khác", child_full_name=make_field("Lò Thị Mây"), **born)
    paper("c", child_full_name=make_field("Lò Thị Mây"))
    later = make_field("06/03/2019", "2019-03-06")
    paper("d", child_full_name=make_field("Lò Thị Mây"), child_date_of_birth=later)
    assert related(child) == {same: {"person"}}


def test_the_birth_must_be_of_the_person_who_bears_the_name() -> None:
    child = paper(
        "a",
        child_full_name=make_field("Lò Thị Mây"),
        child_date_of_birth=make_field("05/03/2019", "2019-03-05"),
    )
    paper(
        "b",
        record_type="marriage_certificate",
        wife_full_name=make_field("Lò Thị Mây"),
        husband_date_of_birth=make_field("05/03/2019", "2019-03-05"),
    )
    assert related(child) == {}


def test_a_parcel_is_the_same_in_its_own_commune_only() -> None:
    parcel = {"parcel_number": make_field("120"), "map_sheet_number": make_field("15")}
    here = paper("a", record_type="land_certificate_2024", unit="xa-a", **parcel)
    same = paper("b", record_type="land_transfer_contract", unit="xa-a", **parcel)
    paper("c", record_type="land_transfer_contract", unit="xa-b", **parcel)
    assert related(here) == {same: {"parcel"}}


def test_certificates_dossiers_and_cited_numbers_relate_papers() -> None:
    certificate = paper("a", record_type="land_certificate_2024", serial=make_field("AB 123456"))
    contract = paper("b", record_type="land_transfer_contract", certificate_serial=make_field("AB 123456"))
    assert related(certificate) == {contract: {"certificate"}}
    decision = paper("c", "Quyết định", "decision", doc_number=make_field("15/2024/QĐ-UBND"))
    notice = paper(
        "d", "Căn cứ Quyết định số 15/2024/QĐ-UBND ngày 5", "notice", doc_number=make_field("7/TB-UBND")
    )
    assert related(notice) == {decision: {"cites"}}
    assert related(decision) == {notice: {"cited_by"}}


def test_the_number_of_questions_does_not_grow_with_the_papers_found() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = paper("a", child_personal_id=make_field("014319000123"))
    counts = []
    for batch in range(2):
        for number in range(10):
            paper(f"{batch}-{number}", child_personal_id=make_field("014319000123"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert related(first)
        counts.append(len(asked))
    assert counts[0] == counts[1] < 25
