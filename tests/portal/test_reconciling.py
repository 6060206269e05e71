"""The cross-check finds every contradiction that was planted, and none in papers that agree."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from records import FieldValue, Record
from tests.portal.catalogued import add, make_field, make_record

CARD = "{number}|{old}|Nguyễn Văn An|12031985|Nam|Thôn Đông, Phú Lâm, Tiên Du, Bắc Ninh|10052021"
AGENCY = "ỦY BAN NHÂN DÂN XÃ TIÊN DU"


def paper(name: str, record_type: str, **fields: str | FieldValue) -> Record:
    """A record of that type; `value=canonical` where the two differ."""
    made: dict[str, FieldValue] = {}
    for field, said in fields.items():
        if isinstance(said, FieldValue):
            made[field] = said
        else:
            value, _, canonical = said.partition("=")
            made[field] = make_field(value, canonical or value)
    return make_record(name, name=f"{name}.pdf", record_type=record_type, fields=made)


def card(name: str, number: str, old: str = "", **more: str) -> Record:
    fields = {
        "id_number": number,
        "full_name": "NGUYỄN VĂN AN",
        "date_of_birth": "12/03/1985=1985-03-12",
        "qr_payload": f"{CARD.format(number=number, old=old)}={number}",
    }
    return paper(name, "cccd_chip_2021", **(fields | more))


def certificate(name: str = "gcn", **more: str) -> Record:
    fields = {
        "serial": "CĐ 123456",
        "owner_lines": "Ông: NGUYỄN VĂN AN\nNăm sinh: 1985, CMND số: 125341907\n"
        "Bà: TRẦN THỊ BÌNH, CMND số: 125341908",
        "parcel_number": "152",
        "map_sheet_number": "14",
        "area_m2": "120,5=120.5",
        "parcel_address": "Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh",
        "issue_date": "20/05/2015=2015-05-20",
    }
    return paper(name, "land_certificate_2009_2024", **(fields | more))


def contract(name: str, day: str = "2021-05-08", **more: str) -> Record:
    fields = {
        "certificate_serial": "CĐ 123456",
        "party_a": "Ông: NGUYỄN VĂN AN; sinh năm: 1985; CCCD số: 027085904417",
        "party_b": "Ông: LÊ VĂN CƯỜNG; sinh năm: 1990; CCCD số: 027090111222",
        "parcel_number": "152",
        "map_sheet_number": "14",
        "area_m2": "120.50=120.50",
        "parcel_address": "Phú Lâm, Tiên Du, Bắc Ninh",
        "contract_date": day,
    }
    return paper(name, "land_transfer_contract", **(fields | more))


def death(**more: str) -> Record:
    fields = {
        "deceased_full_name": "LÊ VĂN CƯỜNG",
        "deceased_date_of_birth": "01/02/1990=1990-02-01",
        "deceased_personal_id": "027090111222",
        "death_date": "15/08/2025=2025-08-15",
        "registration_number": "38/2025",
        "registration_place": AGENCY,
    }
    return paper("khai-tu", "death_extract", **(fields | more))


def decision(name: str, **more: str) -> Record:
    fields = {
        "doc_number": "15/QĐ-UBND",
        "issuing_agency": AGENCY,
        "issue_date": "05/03/2024=2024-03-05",
        "subject": "Về việc giao đất cho hộ gia đình, cá nhân",
    }
    return paper(name, "decision", **(fields | more))


def agreeing() -> list[Record]:
    """Papers of one office between which nothing is wrong."""
    return [
        card("the", "027085904417", "125341907"),
        certificate(),
        contract("hop-dong"),
        contract(
            "hop-dong-2",
            "2023-01-09",
            party_a="Ông: LÊ VĂN CƯỜNG; CCCD số: 027090111222",
            party_b="Bà: PHẠM THỊ HOA; CCCD số: 027190333444",
        ),
        death(),
        decision("qd"),
        decision("qd-ban-hai", subject="Về việc giao đất cho hộ gia đình, cá  nhân"),
        decision("qd-nam-sau", issue_date="04/03/2025=2025-03-04"),
        decision("qd-xa-khac", issuing_agency="ỦY BAN NHÂN DÂN XÃ PHÚ LÂM", subject="Về việc khác"),
        paper("to-khai", "birth_application", applicant_full_name="Nguyễn Văn An",
              applicant_id_document="CCCD số 027085904417=027085904417", signing_place_date="2021-06-01"),
    ]  # fmt: skip


def found_in(records: list[Record]) -> list[Any]:
    from portal.catalogue.reconciling import reconcile

    for record in records:
        add(record)
    return list(reconcile().disagreements)


def test_papers_that_agree_have_nothing_against_them(portal_data: Path) -> None:
    assert found_in(agreeing()) == []


PLANTED: Mapping[str, tuple[Record, str, str]] = {
    "name": (card("the-2", "027085904417", full_name="NGUYỄN VĂN BÌNH"), "person_name", "NGUYỄN VĂN BÌNH"),
    "birth": (
        card("the-2", "027085904417", date_of_birth="13/03/1985=1985-03-13"), "person_birth", "1985-03-13"
    ),
    "name under the old number": (
        paper("don", "citizen_petition", petitioner_name="Lê Thị Mai", petitioner_id="125341907"),
        "person_name",
        "Lê Thị Mai",
    ),
    "old number claimed twice": (card("the-3", "027085904425", "125341907"), "person_link", "125341907"),
    "parcel": (contract("hd-3", parcel_number="153",
                        party_a="Bà: PHẠM THỊ HOA", day="2024-01-01"), "land_parcel", "153"),
    "area": (contract("hd-3", area_m2="125,0=125.0", party_a="Bà: PHẠM THỊ HOA", day="2024-01-01"),
             "land_parcel", "125,0"),
    "commune": (
        contract("hd-3", "2024-01-01", parcel_address="xã Liên Bão, huyện Tiên Du, tỉnh Bắc Ninh",
                 party_a="Bà: PHẠM THỊ HOA"), "land_parcel", "Liên Bão",
    ),
    "serial twice": (certificate("gcn-2", parcel_number="200"), "serial_twice", "CĐ 123456"),
    "seller who sold already": (
        contract("hd-3", "2024-02-02", party_b="Ông: ĐỖ VĂN TÂM"), "land_owner", "NGUYỄN VĂN AN"
    ),
    "document number": (
        decision("qd-3", subject="Về việc thu hồi đất của ông A"), "number_twice", "15/QĐ-UBND"
    ),
    "entry number": (
        paper("khai-tu-2", "death_extract", deceased_full_name="ĐỖ VĂN TÂM", registration_number="38/2025",
              registration_place=AGENCY), "entry_twice", "ĐỖ VĂN TÂM",
    ),
    "signature of the dead": (
        paper("uy-quyen", "citizen_petition", petitioner_name="LÊ VĂN CƯỜNG", petitioner_id="027090111222",
              written_date="01/09/2025=2025-09-01"), "signed_after_death", "01/09/2025",
    ),
    "cited decision": (
        certificate("gcn-3", notes="Theo Quyết định số 77/QĐ-UBND ngày 01/02/2015"), "cited_decision",
        "77/QĐ-UBND",
    ),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_what_was_planted_is_found_and_nothing_else(planted: str, portal_data: Path) -> None:
    record, rule, said = PLANTED[planted]
    (one,) = found_in([*agreeing(), record])
    assert one.rule == rule
    assert said in one.sentence_vi
    assert one.severity == ("info" if rule == "cited_decision" else "error")
    assert one.to_json()["records"]


def test_a_value_that_was_not_read_surely_is_a_warning_and_says_so(portal_data: Path) -> None:
    doubtful = card("the-2", "027085904417")
    fields = dict(doubtful.fields) | {"full_name": make_field("NGUYEN VÁN ÁN BÌNH", confidence=0.5)}
    (one,) = found_in([*agreeing(), make_record("x", record_type="cccd_chip_2021", fields=fields)])
    assert one.severity == "warning" and "đọc chưa chắc" in one.sentence_vi


def test_people_are_told_apart_in_a_list() -> None:
    from portal.catalogue.reconciling.roles import people_in

    said = "Ông: NGUYỄN VĂN AN, CCCD số: 027085904417; và vợ là bà: TRẦN THỊ BÌNH, sinh ngày 02/09/1988"
    assert [(one.name, one.number, one.born) for one in people_in(said)] == [
        ("NGUYỄN VĂN AN", "027085904417", ""),
        ("TRẦN THỊ BÌNH", "", "1988-09-02"),
    ]


def test_the_work_grows_with_the_records_and_not_with_their_pairs() -> None:
    from portal.catalogue.reconciling import reconciled
    from portal.catalogue.reconciling.papers import Entry, Paper

    def crowd(count: int) -> list[Paper]:
        return [
            Paper(
                f"r{index}",
                "citizen_petition",
                {
                    "petitioner_name": Entry(f"Người {index}", f"Người {index}", 0.95),
                    "petitioner_id": Entry("000000001", "000000001", 0.95),
                },
            )
            for index in range(count)
        ]

    def calls(count: int) -> int:
        """How many functions were entered: work that no busy machine can lengthen."""
        every, entered = crowd(count), 0

        def note(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal entered
            entered += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            found = reconciled(every)
        finally:
            sys.setprofile(before)
        assert len(found.disagreements) == 1
        return entered

    calls(50)  # what is loaded once
    assert calls(4_000) < 11 * calls(400)


def test_the_command_prints_sentences_and_json_and_changes_nothing(
    portal_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.console import Console

    from hoso.commands.reconcile import as_json, print_disagreements
    from portal.catalogue.reconciling import reconcile

    for record in [*agreeing(), PLANTED["name"][0]]:
        add(record)
    before = (portal_data / "hoso.db").read_bytes()
    found = reconcile()
    assert (portal_data / "hoso.db").read_bytes() == before
    print_disagreements(Console(soft_wrap=True), found)
    printed = capsys.readouterr().out
    assert "LỖI: Số giấy tờ 027085904417" in printed and "1 chỗ không khớp" in printed
    said = json.loads(json.dumps(as_json(found)))
    assert said["schema"] == 1
    assert said["disagreements"][0]["rule"] == "person_name"
    assert {value["field"] for value in said["disagreements"][0]["values"]} == {"full_name"}
