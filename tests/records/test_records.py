"""The vocabulary: records survive a round trip, identifiers follow from bytes, errors cross processes."""

from __future__ import annotations

import multiprocessing
import unicodedata

import pytest

from records import (
    Box,
    FieldValue,
    FileState,
    Line,
    Page,
    PageCode,
    Record,
    ScanFault,
    SignatureSeen,
    Source,
    Tick,
    Word,
    record_id_for,
)
from records import errors as error_tree
from records.errors import HosoError, MalformedRecord, TooLarge
from records.identifiers import is_record_id
from records.record import dump_json


def make_word(text: str = "Nguyễn", **overrides: object) -> Word:
    return Word(**{"text": text, "box": Box(10, 20, 110, 60), "confidence": 0.9, **overrides})  # type: ignore[arg-type]


def make_record(**overrides: object) -> Record:
    page = Page(
        number=1,
        dpi=300,
        width=2480,
        height=3508,
        words=(make_word(), make_word("An", line=0, remark="disagreement", other="Ân")),
        faults=(ScanFault("focus", "Trang 1 mờ, quét lại"),),
        estimated_accuracy=0.97,
        likeness="c3d20f1ee0783cd1",
        separator="Hồ sơ 2",
        codes=(PageCode("qr", "027085904417|Nguyễn Văn An", Box(5, 6, 7, 8)),),
        ticks=(Tick(Box(1, 1, 9, 9), is_ticked=True, confidence=0.95),),
    )
    values: dict[str, object] = {
        "source": Source(name="giấy khai sinh.pdf", sha256="a" * 64, pages=1),
        "record_type": "birth_certificate",
        "type_confidence": 0.98,
        "edition": "2024",
        "needs_review": False,
        "threshold": 0.9,
        "pages": (page,),
        "fields": {
            "child_full_name": FieldValue(
                value="NGUYỄN AN",
                normalised="Nguyễn An",
                confidence=0.97,
                page=1,
                box=Box(1, 2, 3, 4),
                as_read="NGUYỄN AN.",
                rule="label:Họ, chữ đệm, tên",
            )
        },
        "signatures": (SignatureSeen(field="Signature1", signer="Nguyễn Văn A"),),
    }
    return Record(**{**values, **overrides})  # type: ignore[arg-type]


def test_a_record_reads_back_what_it_wrote() -> None:
    record = make_record()
    assert Record.from_json(record.to_json(), record.words_json()) == record


def test_a_record_without_its_words_keeps_everything_else() -> None:
    record = Record.from_json(make_record().to_json())
    assert record.pages[0].words == ()
    assert record.fields["child_full_name"].normalised == "Nguyễn An"


@pytest.mark.parametrize("damage", [{"schema": 2}, {"fields": None}, {"source": {}}])
def test_a_record_of_another_schema_or_shape_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(MalformedRecord):
        Record.from_json({**make_record().to_json(), **damage})


def test_words_are_composed_when_they_are_read() -> None:
    raw = make_word().to_json() | {"text": unicodedata.normalize("NFD", "Nguyễn")}
    assert Word.from_json(raw).text == "Nguyễn"


def test_text_parts_lines_blocks_and_pages() -> None:
    words = (make_word("a"), make_word("b"), make_word("c", line=1), make_word("d", block=1, line=2))
    page = Page(number=1, dpi=300, width=10, height=10, words=words)
    record = make_record(pages=(page, page))
    assert page.text == "a b\nc\n\nd"
    assert record.text == f"{page.text}\f{page.text}"


def test_a_page_without_words_has_no_confidence() -> None:
    assert Page(number=1, dpi=300, width=10, height=10).mean_confidence == 0.0


def test_going_into_review_keeps_each_reason_once() -> None:
    record = make_record().in_review("mờ", "mờ").in_review("thiếu")
    assert (record.needs_review, record.reasons) == (True, ("mờ", "thiếu"))


def test_identifiers_follow_from_bytes_and_part() -> None:
    assert record_id_for("a" * 64) == record_id_for("a" * 64, 1) != record_id_for("a" * 64, 2)
    assert is_record_id(record_id_for("0" * 64))
    assert not is_record_id("../../etc/passwd")


@pytest.mark.parametrize(("digest", "part"), [("A" * 64, 1), ("a" * 63, 1), ("a" * 64, 0)])
def test_a_malformed_digest_or_part_names_nothing(digest: str, part: int) -> None:
    with pytest.raises(ValueError, match=r"digest|parts"):
        record_id_for(digest, part)


def test_boxes_clip_and_overlap() -> None:
    assert Box(-5, 2, 50, 400).clipped(40, 300) == Box(0, 2, 40, 300)
    assert Box(0, 0, 10, 10).overlap(Box(5, 5, 20, 20)) == 25
    assert Box(0, 0, 1, 1).overlap(Box(2, 2, 3, 3)) == 0
    assert Box.around([Box(0, 5, 1, 6), Box(3, 1, 4, 2)]) == Box(0, 1, 4, 6)


def test_settled_files_owe_no_work() -> None:
    assert {state for state in FileState if not state.is_settled} == {
        FileState.RECEIVED,
        FileState.READING,
        FileState.READ,
    }


def test_json_is_written_with_vietnamese_letters_as_they_are() -> None:
    assert dump_json({"tên": "Đỗ"}) == '{\n "tên": "Đỗ"\n}\n'.encode()


def _raise_in_child() -> None:
    raise TooLarge("9000 pages", remedy_vi="Tách tệp.")


def test_an_error_crosses_a_process_border_with_its_remedy() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool, pytest.raises(TooLarge) as caught:
        pool.apply(_raise_in_child)
    assert (caught.value.remedy_vi, caught.value.detail, caught.value.code) == (
        "Tách tệp.",
        "9000 pages",
        "TooLarge",
    )


def test_every_error_says_what_to_do_in_both_languages() -> None:
    kinds = [
        kind for kind in vars(error_tree).values() if isinstance(kind, type) and issubclass(kind, HosoError)
    ]
    assert len(kinds) > 15
    for kind in kinds:
        own = vars(kind)
        assert own.get("remedy_vi"), kind
        assert own.get("remedy_en") or kind is HosoError, kind
        assert kind.__name__ in (error_tree.__doc__ or ""), kind


def test_a_baseline_says_how_far_down_it_runs_under_and_beside_its_words() -> None:
    base = Line(100, 50, 300, 70)
    assert (base.y_at(200), base.y_at(400)) == (60, 80)
    assert base.between(150, 250) == Line(150, 55, 250, 65)
    assert Line(100, 50, 100, 50).y_at(180) == 50
