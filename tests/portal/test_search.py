"""What people type finds what they mean, the closest first, and nothing that they type breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.errors import QueryInvalid
from tests.portal.catalogued import add, make_field, make_record, search_all
from tests.portal.postgres import Migrated, used

pytestmark = pytest.mark.usefixtures("portal_data", "backend")


@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.needs("sqlite")),
        "scan",
        pytest.param("postgresql", marks=pytest.mark.needs("initdb", "postgres")),
    ]
)
def backend(
    request: pytest.FixtureRequest, portal_data: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Every test here holds for every backend."""
    from portal.catalogue import search
    from portal.catalogue.backends import backends

    assert set(backends()) == {"sqlite", "scan", "postgresql"}, "a new backend belongs among the parameters"
    monkeypatch.setattr(search, "backend_for", backends()[request.param])
    if request.param != "postgresql":
        yield
        return
    prepared: Migrated = request.getfixturevalue("postgresql")
    with prepared.server.fresh(prepared.template) as database, used(database):
        yield


def found(query: str, **options: int) -> list[str]:
    """Identifiers of the records that a query finds, in order."""
    return [hit.record_id for hit in search_all(query, **options).hits]


def test_exact_marks_rank_before_other_marks_and_before_none() -> None:
    exact = add(make_record("Ông Hoàng Văn Mận trú tại thôn Đông"), received_at="2026-01-01T08:00:00+07:00")
    other = add(make_record("Ông Hoàng Văn Mẫn trú tại thôn Đông"), received_at="2026-02-01T08:00:00+07:00")
    none = add(make_record("Ong Hoang Van Man tru tai thon Dong"), received_at="2026-03-01T08:00:00+07:00")
    assert found("Hoàng Văn Mận") == [exact, none, other]
    assert found("hoang van man") == [none, other, exact]
    assert found('"hoàng văn mận"') == [exact, none, other]


def test_a_hit_says_whether_its_marks_are_those_typed() -> None:
    add(make_record("Bà Trần Thị Mận"))
    assert [hit.is_exact for hit in search_all("mận").hits] == [True]
    assert [hit.is_exact for hit in search_all("man").hits] == [False]


def test_d_with_and_without_stroke_find_each_other() -> None:
    record = add(make_record("Đỗ Đình Đạt"))
    assert found("do dinh dat") == [record]
    assert found("ĐỖ ĐÌNH ĐẠT") == [record]
    assert found("đô dinh đat") == [record]


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Hòa", "hoà"),
        ("Thủy", "Thuỷ"),
        ("khỏe", "khoẻ"),
        ("Lý", "Lí"),
        ("Quý", "Quí"),
    ],
)
def test_two_spellings_of_a_word_are_one_word_and_the_typed_one_ranks_first(printed: str, typed: str) -> None:
    other = add(make_record(f"Bà {printed} đến"), received_at="2026-03-01T08:00:00+07:00")
    same = add(make_record(f"Bà {typed} đến"), received_at="2026-01-01T08:00:00+07:00")
    assert found(typed) == [same, other]
    assert found(f'"{printed} đến"') == [other, same]


def test_words_together_rank_before_the_same_words_apart() -> None:
    apart = add(
        make_record("Nguyễn Thị Hoa và Trần Văn Bình cùng ông An"), received_at="2026-05-01T08:00:00+07:00"
    )
    together = add(make_record("Ông Nguyễn Văn An"), received_at="2026-01-01T08:00:00+07:00")
    assert found("nguyễn văn an") == [together, apart]
    assert found('"nguyễn văn an"') == [together]


def test_a_record_named_so_ranks_before_one_that_mentions_the_name() -> None:
    text = "Nguyễn Văn An sinh năm 1980"
    named = add(
        make_record(text, name="a.pdf", fields={"full_name": make_field("Nguyễn Văn An")}),
        received_at="2026-01-01T08:00:00+07:00",
    )
    mentions = add(make_record(text, name="b.pdf"), received_at="2026-05-01T08:00:00+07:00")
    assert found("nguyễn văn an") == [named, mentions]


def test_newest_first_among_equals() -> None:
    days = ["2026-03-01", "2026-01-01", "2026-02-01"]
    ids = {day: add(make_record("quyết định", name=day), received_at=f"{day}T08:00:00+07:00") for day in days}
    assert found("quyết định") == [ids[day] for day in sorted(days, reverse=True)]


def test_all_words_are_wanted_and_excluded_ones_are_not() -> None:
    first = add(make_record("thu hồi đất của hộ ông Huy"))
    add(make_record("giao đất cho hộ ông Bình"))
    assert found("đất thu") == [first]
    assert found("đất -bình") == [first]
    assert found('đất -"ông bình"') == [first]
    assert found("đất -hủy") == found("đất")


def test_a_star_finds_words_that_begin_so() -> None:
    record = add(make_record("Trần Thị Khuyên"))
    assert found("khuy*") == [record]
    assert found("trần thị khu*") == [record]
    assert found("kuy*") == []


def test_document_numbers_are_found_with_their_signs() -> None:
    record = add(make_record("Số: 15/QĐ-UBND", fields={"doc_number": make_field("15/QĐ-UBND")}))
    add(make_record("Số: 115/QĐ-UBND", fields={"doc_number": make_field("115/QĐ-UBND")}))
    assert found("15/QĐ-UBND") == [record]
    assert found("15/qd-ubnd") == [record]
    assert found("số:15/QĐ-UBND") == [record]
    assert found("number:15") == [record]


def test_filters_by_type_name_unit_and_state() -> None:
    birth = add(
        make_record(
            "khai sinh", record_type="birth_certificate", fields={"child_full_name": make_field("Lò Thị Mây")}
        ),
        unit="Xã Phú Lâm",
    )
    doubted = add(
        make_record("khai sinh", name="x", record_type=None, reasons=["Không rõ loại"]), unit="Phường Đông"
    )
    assert found("type:birth_certificate") == [birth]
    assert found('loại:"giấy khai sinh"') == [birth]
    assert found("khai sinh type:unknown") == [doubted]
    assert found("tên:mây") == [birth]
    assert found('name:"lo thi may" khai') == [birth]
    assert found('đơn_vị:"phú lâm"') == [birth]
    assert found("đơn-vị:dong khai") == [doubted]
    assert found("khai trạng_thái:review") == [doubted]
    assert found("khai state:filed") == [birth]
    assert found("khai type:birth_certificate state:review") == []
    with pytest.raises(QueryInvalid, match="unknown type"):
        found("type:nothing_of_ours")


def test_a_name_counts_only_in_a_field_of_names() -> None:
    add(make_record("x", fields={"subject": make_field("Về việc cấp đất cho Lò Thị Mây")}))
    assert found("tên:mây") == []
    assert found("mây") != []


def test_filters_by_date_of_the_document_and_of_receipt() -> None:
    def dated(day: str, received: str) -> str:
        record = make_record("thông báo", name=day, fields={"issue_date": make_field(day, day)})
        return add(record, received_at=received)

    old = dated("2019-12-31", "2026-01-31T23:30:00+07:00")
    new = dated("2024-03-15", "2026-02-01T00:30:00+07:00")
    none = add(make_record("thông báo"), received_at="2026-05-01T00:00:00+07:00")
    assert found("từ:2020") == [new]
    assert found("thông báo đến:31/12/2019") == [old]
    assert found("đến:30/12/2019") == []
    assert found("ngày:03/2024") == [new]
    assert found("từ:2019-12-31 đến:2024-03-14") == [old]
    assert found("nhận:01/2026") == [old]
    assert found("báo nhận_từ:01/02/2026") == [none, new]
    assert found("báo nhận_đến:01/02/2026") == [new, old]


def test_numbers_and_dates_of_fields_are_compared_as_such() -> None:
    def parcel(area: str) -> str:
        fields = {"area_m2": make_field(area, area), "date_of_birth": make_field("x", f"19{area[:2]}-05-01")}
        return add(make_record("thửa đất", name=area, fields=fields))

    small, large = parcel("95.5"), parcel("120")
    assert found("area_m2:>100") == [large]
    assert found("area_m2:90..95,5") == [small]
    assert found("thửa area_m2:<=95.5") == [small]
    assert found("date_of_birth:1990..1996") == [small]
    assert found("date_of_birth:>=01/05/1995") == [small]
    assert found("area_m2:>1000") == []


def test_words_of_a_corrected_field_are_found_though_the_page_was_misread() -> None:
    record = add(make_record("Ông Ngvyễn Vãn Ân", fields={"full_name": make_field("Nguyễn Văn Ân")}))
    hit = search_all("nguyễn văn ân").hits[0]
    assert (hit.record_id, hit.page, hit.is_exact) == (record, 1, True)
    assert "Nguyễn Văn Ân" in [part.text for part in hit.snippet if part.is_hit]


def test_a_hit_is_the_page_and_its_other_pages_follow() -> None:
    record = add(make_record("trang bìa", "thửa đất số 15", "bìa sau", "thửa đất số 16"))
    hit = search_all("thửa đất").hits[0]
    assert (hit.record_id, hit.page, hit.other_pages) == (record, 2, (4,))
    assert search_all("thửa đất").page_total == 2


def test_the_snippet_marks_the_phrase_and_not_each_of_its_words() -> None:
    add(make_record("Căn cứ văn bản số 5 về việc an ninh\n" * 8 + "cấp cho ông Nguyễn Văn An theo văn bản"))
    parts = search_all("nguyen van an").hits[0].snippet
    assert [part.text for part in parts if part.is_hit] == ["Nguyễn Văn An"]
    assert parts[0].text == "… "


def test_results_are_paged_without_gap_or_repeat() -> None:
    ids = {add(make_record("quyết định", name=str(number))) for number in range(7)}
    pages = [found("quyết định", limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert {record for page in pages for record in page} == ids


HOSTILE = [
    '"', "*", "NEAR(", ")", "(", "''", "' OR 1=1 --", "marked : x", "{marked} : x", "a AND", "OR", "NOT",
    "^x", "x +", "-", "--", '"-"', ":", "từ:", 'x"y', '"chưa đóng', "\x00", "x\x00y", "🙂", "%", "_", "\\",
    "NEAR(a b, 3)", '"a" "b', "tên:%", "tên:_", "http://x.vn/?a=b&c", "Kính gửi: Ông", "Số: 15", "10:30",
    "<script>", "ﬁ ß İ", "á", "\u0301", "\ud800", "x" * 400, "quyết " * 30, "a:b:c", 'loại:"', "-loại:x",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_pasted_signs_and_attacks_are_only_text(typed: str) -> None:
    add(make_record("quyết định"))
    try:
        found(typed)
    except QueryInvalid as error:
        assert error.remedy_vi


@pytest.mark.parametrize(
    "typed",
    ["từ:abc", "ngày:32/01/2024", "a*", "-chỉ", "trạng_thái:lạ", "area_m2:>nhiều", "x" * 501, "a " * 33],
)
def test_what_cannot_be_understood_is_refused_with_a_remedy(typed: str) -> None:
    with pytest.raises(QueryInvalid) as refused:
        found(typed)
    assert refused.value.remedy_vi != QueryInvalid.remedy_vi


@pytest.mark.parametrize("typed", ["", "   ", '"', "*", "..."])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    add(make_record("quyết định"))
    assert found(typed) == []


def test_words_found_on_a_page_are_told_by_their_place() -> None:
    from portal.catalogue.matching import found_words
    from portal.catalogue.query import parse

    words = ["Căn", "cứ", "Quyết", "định", "15/QĐ-UBND", "văn", "bản", "Nguyễn", "Văn", "An"]
    assert found_words(words, parse("nguyen van an")) == (7, 8, 9)
    assert found_words(words, parse("15/qd-ubnd")) == (4,)
    assert found_words(words, parse("vắng mặt")) == ()
