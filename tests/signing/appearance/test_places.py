"""Places to sign are found by reading, chosen by name, taken from fields or by hand; print is left free."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from classifiers.specimens import compose, perfect_pages
from records.errors import NotSignable, PlaceNotFound
from signing.appearance import INVISIBLE, PageWord, appearance_of, find_places
from signing.appearance.paper import open_paper
from signing.appearance.places import person_place, seal_place, signer_on
from signing.appearance.signers import SignerLines, folded, is_same_person, signers_of
from signing.orders import FieldPlace, Role
from signing.printing.faces import Style
from signing.printing.sheets import Run, Sheets
from tests.signing.appearance.conftest import Desk
from tests.signing.appearance.hand import AT, DPI, MM, by_pdfium, in_mm, ink_mm, order, signed, stamp

BOLD = Style(14)
OUTGOING = (
    "decision",
    "directive",
    "invitation",
    "notice",
    "official_letter",
    "plan",
    "report",
    "resolution",
    "submission",
    "minutes",
    "social_allowance_decision",
    "land_recovery_decision",
)


def drawn(folder: Path, *pages: Callable[[Sheets], None]) -> Path:
    """A paper whose pages are drawn one after another."""
    sheets = Sheets()
    for number, draw in enumerate(pages):
        if number:
            sheets.need(10_000)
        draw(sheets)
    path = folder / "drawn.pdf"
    path.write_bytes(sheets.pdf(title="Giấy", created=AT))
    return path


def signer_lines(*lines: str, name: str, room_mm: float = 30, middle_mm: float = 150, top_mm: float = 150):
    """Draws lines of position and a name below them."""

    def draw(sheets: Sheets) -> None:
        y = top_mm * MM
        for line in lines:
            sheets.drawing.centred(middle_mm * MM, y, line, BOLD)
            y -= 17
        sheets.drawing.centred(middle_mm * MM, y + 17 - room_mm * MM, name, BOLD)

    return draw


def appendix(sheets: Sheets) -> None:
    sheets.paragraph([Run("PHỤ LỤC I", BOLD)], align="centre")
    signer_lines("NGƯỜI LẬP BIỂU", name="Lê Thị Phụ Lục")(sheets)


def found_on(path: Path, name: str = "") -> SignerLines:
    with open_paper(path) as paper:
        return signer_on(paper, name)


@pytest.mark.parametrize("kind", OUTGOING)
def test_the_signer_of_every_outgoing_type_is_found(kind: str) -> None:
    for seed in (1, 2, 3):
        specimen = compose(kind, seed=seed)
        names = []
        for page in perfect_pages(specimen, dpi=72):
            words = [
                PageWord(page.number, word.text, (box.x0, page.height - box.y1, box.x1, page.height - box.y0))
                for word in page.words
                for box in (word.box,)
            ]
            names += [signer.full_name for signer in signers_of(page.number, words, page.width)]
        wanted = specimen.truth["signer_name"]
        assert any(is_same_person(wanted, name) for name in names), (kind, seed, wanted, names)


def test_the_main_documents_signer_is_taken_and_not_the_appendixs(tmp_path: Path) -> None:
    main = signer_lines("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", name="Trần Thị Mẫu")
    path = drawn(tmp_path, main, appendix, appendix)
    assert (found_on(path).page, found_on(path).full_name) == (1, "Trần Thị Mẫu")


def test_a_signer_on_an_earlier_page_is_found_by_the_certificates_name(tmp_path: Path) -> None:
    first = signer_lines("GIÁM ĐỐC", name="Hoàng Văn Trước")
    last = signer_lines("CHỦ TỊCH", name="Trần Thị Mẫu")
    path = drawn(tmp_path, first, last)
    assert found_on(path).page == 2
    assert found_on(path, "Hoàng Văn Trước").page == 1
    assert found_on(path, "Người Khác").page == 2


def test_of_two_signers_each_signs_over_their_own_name_and_the_seal_goes_over_the_chairs(
    desk: Desk, tmp_path: Path
) -> None:
    source = desk.paper("minutes")
    secretary, chair = (signer.full_name for signer in desk.letters["minutes"].signers)
    once, twice, sealed = (tmp_path / f"{number}.pdf" for number in range(3))
    first = signed(source, once, order(source, image=desk.signature), field="NguoiKy1", name=secretary)
    second = appearance_of(order(once, image=desk.signature), once, at=AT, is_trial=False, name=chair)
    assert first.place.box[2] < 105 * MM < second.place.box[0]
    assert first.agency is not None
    assert first.agency.box[2] > 120 * MM
    # a certificate that calls the chair otherwise still leaves them the free column
    again = appearance_of(order(once, image=desk.signature), once, at=AT, is_trial=False, name="Ai Đó")
    assert again.place == second.place
    signed(once, twice, order(once, image=desk.signature), field="NguoiKy2", name=chair)
    seal = signed(twice, sealed, order(twice, Role.AGENCY, image=desk.seal, field="CoQuan"), field="CoQuan")
    assert seal.place.box[2] > 120 * MM


def test_names_are_compared_without_titles_and_lost_marks() -> None:
    assert is_same_person("Nguyễn Văn Thử (DÙNG THỬ)", "Nguyễn Văn Thử")
    assert is_same_person("NGUYEN VAN THU", "ThS. Nguyễn Văn Thử")
    assert is_same_person("Thượng tá Nguyễn Văn Thử", "Nguyễn Văn Thử")
    assert not is_same_person("Nguyễn Văn Thử", "Trần Văn Thử")
    assert not is_same_person("", "Trần Văn Thử")
    assert folded("Đặng  Thị Ủy") == "DANG THI UY"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn Thử"),
        (("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ"), "ThS. Lê Văn Điều"),
        (("Q. GIÁM ĐỐC",), "Y Thắt Mlô"),
        (("TL. BỘ TRƯỞNG", "CHÁNH VĂN PHÒNG"), "Siu H'Nhưn"),
        (("CÔNG CHỨC TƯ PHÁP - HỘ TỊCH", "(Ký, ghi rõ họ tên)"), "TRẦN THỊ NHÂN"),
    ],
)
def test_positions_and_names_of_every_form_are_read(
    lines: tuple[str, ...], name: str, tmp_path: Path
) -> None:
    found = found_on(drawn(tmp_path, signer_lines(*lines, name=name)))
    assert found.full_name == name
    assert found.middle == pytest.approx(150 * MM, abs=1)


def test_a_heading_of_the_body_is_no_place_to_sign(desk: Desk, tmp_path: Path) -> None:
    def body(sheets: Sheets) -> None:
        sheets.paragraph([Run("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ THỬ NGHIỆM", BOLD)], align="centre")
        sheets.paragraph([Run("Căn cứ Luật Tổ chức chính quyền địa phương;", BOLD)])
        sheets.paragraph([Run("Ủy Ban Nhân Dân", BOLD)])

    path = drawn(tmp_path, body)
    with pytest.raises(PlaceNotFound):
        found_on(path)
    with pytest.raises(PlaceNotFound) as refused:
        appearance_of(order(path, image=desk.signature), path, at=AT, is_trial=False)
    assert "chỗ ký" in refused.value.remedy_vi


def test_print_between_position_and_name_is_never_covered(desk: Desk, tmp_path: Path) -> None:
    def taken(sheets: Sheets) -> None:
        signer_lines("CHỦ TỊCH", name="Nguyễn Văn Thử")(sheets)
        sheets.drawing.line((120 * MM, 135 * MM), (180 * MM, 135 * MM))

    path = drawn(tmp_path, taken)
    with pytest.raises(PlaceNotFound) as refused:
        appearance_of(order(path, image=desk.signature), path, at=AT, is_trial=False)
    assert "không còn chỗ trống" in refused.value.remedy_vi


def test_a_narrow_place_makes_the_image_smaller_and_a_narrower_one_is_refused(
    desk: Desk, tmp_path: Path
) -> None:
    path = drawn(tmp_path, signer_lines("CHỦ TỊCH", name="Nguyễn Văn Thử", room_mm=16))
    left, bottom, right, top = in_mm(
        appearance_of(order(path, image=desk.signature), path, at=AT, is_trial=False).place
    )
    assert 6 < top - bottom < 13
    assert (right - left) / (top - bottom) == pytest.approx(40.7 / 13.7, abs=0.05)
    path = drawn(tmp_path, signer_lines("CHỦ TỊCH", name="Nguyễn Văn Thử", room_mm=10))
    with pytest.raises(PlaceNotFound):
        appearance_of(order(path, image=desk.signature), path, at=AT, is_trial=False)


def test_a_field_stays_where_it_is_and_a_place_by_hand_goes_before_reading(
    desk: Desk, tmp_path: Path
) -> None:
    source, other = desk.paper("letter"), tmp_path / "with-field.pdf"
    by_hand = FieldPlace(1, (100.0, 200.0, 220.0, 240.0))
    signed(source, other, order(source, place=by_hand), field="Truoc")
    with_field = signed(source, tmp_path / "x.pdf", order(source, place=by_hand), field="Truoc")
    assert with_field.place == by_hand
    named = appearance_of(order(other, field="CoQuan"), other, at=AT, is_trial=False)
    assert named.place.page == 1
    assert with_field.agency is not None
    assert named.place.box == pytest.approx(with_field.agency.box, abs=0.01)
    both = appearance_of(order(other, field="CoQuan", place=by_hand), other, at=AT, is_trial=False)
    assert both.place == named.place
    unread = appearance_of(order(other, field="Khac", place=by_hand), other, at=AT, is_trial=False)
    assert unread.place == by_hand


def test_a_seal_shown_by_hand_keeps_its_actual_size(desk: Desk) -> None:
    source = desk.paper("letter")
    wanted = order(source, Role.AGENCY, image=desk.seal, place=FieldPlace(1, (300.0, 200.0, 310.0, 210.0)))
    left, bottom, right, top = in_mm(appearance_of(wanted, source, at=AT, is_trial=False).place)
    assert (right - left, top - bottom) == pytest.approx((35.6, 35.6), abs=0.6)
    assert (left + right) / 2 == pytest.approx(305 / MM, abs=0.01)


def test_a_narrow_image_in_a_wide_field_is_covered_by_a_third_all_the_same(
    desk: Desk, tmp_path: Path
) -> None:
    narrow = tmp_path / "narrow.png"
    image = Image.new("RGBA", (500, 500), (0, 0, 0, 0))
    image.paste((20, 60, 170, 255), (50, 100, 450, 400))
    image.save(narrow, dpi=(400, 400))
    source, prepared, half, whole = desk.paper("minutes"), *(tmp_path / f"{n}.pdf" for n in range(3))
    secretary, chair = (signer.full_name for signer in desk.letters["minutes"].signers)
    later = find_places(source, name=chair).person
    assert later is not None
    first = appearance_of(order(source, image=desk.signature), source, at=AT, is_trial=False, name=secretary)
    stamp(source, prepared, first, field="NguoiKy1", later={"NguoiKy2": later})
    signed(prepared, half, order(prepared, image=narrow, field="NguoiKy2"), field="NguoiKy2", name=chair)
    signed(half, whole, order(half, Role.AGENCY, image=desk.seal, field="CoQuan"), field="CoQuan")
    picture = by_pdfium(whole, 1).copy()
    picture[:, : picture.shape[1] // 2] = 255  # the secretary's half
    seal, signature = ink_mm(picture, "red"), ink_mm(picture, "blue")
    right = signature[2]
    width = (signature[3] - signature[1]) * 4 / 3
    assert width < 30
    assert (seal[2] - (right - width)) / width == pytest.approx(1 / 3, abs=0.03)


def test_a_field_smaller_than_the_seal_is_refused(desk: Desk, tmp_path: Path) -> None:
    source, other = desk.paper("letter"), tmp_path / "small.pdf"
    signed(source, other, order(source, place=FieldPlace(1, (100, 100, 150, 150))), field="Nho")
    with pikepdf.open(other, allow_overwriting_input=True) as pdf:
        del pdf.Root.AcroForm.Fields[0].V
        pdf.save(other)
    with pytest.raises(NotSignable) as refused:
        wanted = order(other, Role.AGENCY, image=desk.seal, field="Nho")
        appearance_of(wanted, other, at=AT, is_trial=False)
    assert "mm" in refused.value.remedy_vi


def test_words_read_from_a_bare_scan_tell_the_place(desk: Desk, tmp_path: Path) -> None:
    source, bare = desk.paper("letter"), tmp_path / "bare.pdf"
    with open_paper(source) as paper:
        words = paper.words(1)
        place = person_place(paper, signer_on(paper))
    Image.fromarray(by_pdfium(source, 1)).save(bare, "PDF", resolution=DPI)
    with pytest.raises(PlaceNotFound):
        found_on(bare)
    found = find_places(bare, words=words).person
    assert found is not None
    assert found.box == pytest.approx(place.box, abs=0.01)


def test_without_an_image_an_unreadable_paper_is_signed_invisibly_and_a_trial_says_so_at_its_foot(
    desk: Desk,
) -> None:
    source = desk.paper("appendix")
    assert appearance_of(order(source), source, at=AT, is_trial=False).place == INVISIBLE
    trial = appearance_of(order(source), source, at=AT, is_trial=True)
    assert trial.place.box[3] < 20 * MM
    assert trial.style.is_trial
    with pytest.raises(PlaceNotFound):
        appearance_of(order(source, image=desk.signature), source, at=AT, is_trial=False)


def test_a_full_top_margin_moves_the_text_block_and_a_full_page_refuses_it(tmp_path: Path) -> None:
    def stripe(right_mm: float) -> Callable[[Sheets], None]:
        def draw(sheets: Sheets) -> None:
            sheets.drawing.fill([(0, 240 * MM, right_mm * MM, 297 * MM)], grey=0.3)

        return draw

    free = find_places(drawn(tmp_path, stripe(150))).text_block
    assert free is not None
    assert free.box[0] >= 150 * MM
    with pytest.raises(PlaceNotFound) as refused:
        path = drawn(tmp_path, stripe(210))
        appearance_of(order(path, Role.APPENDIX, text=["15/QĐ-UBND"]), path, at=AT, is_trial=False)
    assert "Góc trên bên phải" in refused.value.remedy_vi


def test_a_seal_never_leaves_the_page(desk: Desk) -> None:
    with open_paper(desk.paper("letter")) as paper:
        box = seal_place(paper, FieldPlace(1, (0.0, 0.0, 90.0, 30.0))).box
    assert box[0] >= 0
    assert box[1] >= 0


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"no pdf")
    with pytest.raises(NotSignable):
        find_places(path)


def test_our_place_is_where_a_real_paper_was_signed(shared_samples: Path, tmp_path: Path) -> None:
    """542/TB-UBND is born-digital: its person signed and its clerk sealed by the decree's own measures."""
    source, bare = shared_samples / "real_admin" / "qn_2024_542-TB.pdf", tmp_path / "bare.pdf"
    with open_paper(source) as paper:
        theirs = {field.name: field.box for field in paper.fields()}
    with pikepdf.open(source) as pdf:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            if "/Annots" in page:
                del page.Annots
        pdf.save(bare)
    person, seal = theirs["Signature1"], theirs["Signature2"]
    places = find_places(
        bare,
        signature=(person[2] - person[0], person[3] - person[1]),
        seal=(seal[2] - seal[0], seal[3] - seal[1]),
    )
    for ours, box in ((places.person, person), (places.agency, seal)):
        assert ours is not None
        assert ours.page == 2
        for side in (0, 1):
            middle, other = (ours.box[side] + ours.box[side + 2]) / 2, (box[side] + box[side + 2]) / 2
            assert abs(middle - other) < 3 * MM
