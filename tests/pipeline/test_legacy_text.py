"""Text in fonts from before Unicode is told by name and letters, and read as it shows."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from pipeline.legacy_text import Code, FontCode, FontSample, codes_of, in_unicode
from pipeline.legacy_text.font_names import code_of_name
from pipeline.source import open_source
from pipeline.source.pdf import PdfPage
from pipeline.source.text_layer import judge
from tests.pipeline.old_fonts import Run, old_pdf
from tests.pipeline.written import BODY

ALPHABET = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ"
TITLE = "cộng hòa xã hội chủ nghĩa việt nam"
OLD = (Code.TCVN3, Code.VNI, Code.VISCII, Code.VPS)


def test_sentences_in_the_old_codes_read_as_they_show() -> None:
    capitals = FontCode(Code.TCVN3, shows_capitals=True)
    assert (
        in_unicode("céng hoµ x· héi chñ nghÜa viÖt nam", capitals)[0] == "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    )
    tcvn = in_unicode("§éc lËp - Tù do - H¹nh phóc, ngµy 5 th¸ng 3 n¨m 1999", FontCode(Code.TCVN3))
    assert tcvn == ("Độc lập - Tự do - Hạnh phúc, ngày 5 tháng 3 năm 1999", True)
    vni = in_unicode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, QUYEÁT ÑÒNH kyõ thuaät", FontCode(Code.VNI))
    assert vni == ("Cộng hòa xã hội chủ nghĩa Việt Nam, QUYẾT ĐỊNH kỹ thuật", True)
    viscii = in_unicode("Cµng hòa xã hµi chü nghîa Vi®t Nam", FontCode(Code.VISCII))
    assert viscii == ("Cộng hòa xã hội chủ nghĩa Việt Nam", True)
    vps = in_unicode("C¶ng hòa xã h¶i chû nghïa ViŒt Nam", FontCode(Code.VPS))
    assert vps == ("Cộng hòa xã hội chủ nghĩa Việt Nam", True)
    cp1258 = in_unicode(
        "Cô\xf2ng ho\xcca xa\xde hô\xf2i chu\xd2 nghi\xdea Viê\xf2t Nam", FontCode(Code.WINDOWS_1258)
    )
    assert cp1258 == ("Cộng hòa xã hội chủ nghĩa Việt Nam", True)


@pytest.mark.parametrize("code", OLD)
def test_every_vietnamese_letter_has_one_place(code: Code, tmp_path: Path) -> None:
    path = old_pdf(tmp_path / "letters.pdf", [[Run(" ".join(ALPHABET), "Old", code)]])
    assert path.is_file()  # raises where a letter has no code


def test_private_letters_lead_to_the_same_codes() -> None:
    private = "".join(chr(0xF000 + byte) for byte in "nghÜa".encode("cp1252"))
    assert in_unicode(private, FontCode(Code.TCVN3)) == ("nghĩa", True)


def test_a_letter_that_the_code_lacks_is_not_sure() -> None:
    assert not in_unicode("ngh´a", FontCode(Code.TCVN3))[1]
    assert not in_unicode("bâä", FontCode(Code.VNI))[1]


@pytest.mark.parametrize(
    ("name", "code", "shows_capitals"),
    [
        (".VnTime", Code.TCVN3, False),
        ("ABCDEF+.VnTime,Bold", Code.TCVN3, False),
        ("ABCDEF+.VnTimeH", Code.TCVN3, True),
        (".VnArialH-Bold", Code.TCVN3, True),
        (".VnArial#20NarrowH", Code.TCVN3, True),
        ("VnTime", Code.TCVN3, False),
        ("VNI-Times", Code.VNI, False),
        ("XYZABC+VNI-Helve-Condense,BoldItalic", Code.VNI, False),
        ("VPSTimes", Code.VPS, False),
    ],
)
def test_a_fonts_name_tells_its_code(name: str, code: Code, shows_capitals: bool) -> None:
    assert code_of_name(name) == FontCode(code, shows_capitals)


@pytest.mark.parametrize(
    "name", ["TimesNewRomanPSMT", "ABCDEF+Arial,Bold", "Verdana", "VNtimes new roman", ""]
)
def test_ordinary_names_tell_nothing(name: str) -> None:
    assert code_of_name(name) is None


def test_a_name_that_lies_is_not_believed() -> None:
    runs = ["Cộng", "hòa", "xã", "hội"]
    assert codes_of({1: FontSample(".VnTime", runs)})[1].font == FontCode()


def test_text_in_another_language_stays() -> None:
    french = "Les élèves français ont reçu à Noël des goûters très appréciés"
    told = codes_of({1: FontSample("ABCDEF+Garamond", french.split())})[1]
    assert told.font == FontCode()
    assert told.is_sure


def _read(path: Path) -> tuple[list[str], bool]:
    """The page's words and whether they are trusted to stand for it."""
    with open_source(path) as source:
        page = source.page(1)
        picture = page.picture(dpi=150)
        words = page.own_words(150)
        return [word.text for word in words], judge(words, picture.pixels, 150).is_trusted


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("stores", ["western", "private"])
@pytest.mark.parametrize(
    ("code", "font"),
    [(Code.TCVN3, ".VnTime"), (Code.VNI, "VNI-Times"), (Code.VISCII, "F2"), (Code.VPS, "F2")],
)
def test_a_page_in_an_old_code_gives_right_words(
    tmp_path: Path, code: Code, font: str, stores: str, is_named: bool
) -> None:
    lines = [line.replace("Ủ", "U") for line in BODY]  # TCVN3 has no marked capitals
    name = font if is_named else "ABCDEF+F2"
    runs = [[Run(line, name, code, stores=stores)] for line in lines]
    read, is_trusted = _read(old_pdf(tmp_path / "old.pdf", runs))
    assert read == " ".join(lines).split()
    assert is_trusted


@pytest.mark.parametrize("name", [".VnTimeH", "ABCDEF+F3"])
def test_capitals_of_a_font_apart_are_read_as_capitals(tmp_path: Path, name: str) -> None:
    lines = [
        [Run(TITLE.upper(), name, shows_capitals=True)],
        [Run("Ủ", name, shows_capitals=True), Run("y ban nhân dân xã Đồng Lộc", ".VnTime")],
        *([Run(line.replace("Ủ", "U"), ".VnTime")] for line in BODY),
    ]
    read, is_trusted = _read(old_pdf(tmp_path / "old.pdf", lines))
    assert " ".join(read).startswith(f"{TITLE.upper()} Ủy ban nhân dân xã Đồng Lộc Thực hiện")
    assert is_trusted


def test_old_and_new_fonts_stand_side_by_side(tmp_path: Path) -> None:
    lines = [
        [Run(BODY[0], "ABCDEF+TimesNewRoman", stores="unicode")],
        [Run(BODY[1].replace("Ủ", "U"), "ABCDEF+.VnTime")],
        [Run(BODY[2], "VNI-Times", Code.VNI)],
    ]
    read, is_trusted = _read(old_pdf(tmp_path / "mixed.pdf", lines))
    assert read == " ".join([BODY[0], BODY[1].replace("Ủ", "U"), BODY[2]]).split()
    assert all(unicodedata.is_normalized("NFC", word) for word in read)
    assert is_trusted


def test_a_code_that_nobody_knows_is_recognised_instead(tmp_path: Path) -> None:
    swapped = str.maketrans("ạảấầẩậắằặđ", "ẹẻếềểệốồộơ")
    lines = [[Run(line.replace("Ủ", "U").translate(swapped), "ABCDEF+Odd", Code.VISCII)] for line in BODY]
    # the letters are those of another code than any that is known: some are right by chance
    _, is_trusted = _read(old_pdf(tmp_path / "odd.pdf", lines))
    assert not is_trusted


def test_a_letter_at_the_place_of_the_soft_hyphen_is_kept(tmp_path: Path) -> None:
    lines = ["đưa thư cho luật sư", "đầu tư dư nợ lưu trữ", "ưu tiên người dư"]
    read, _ = _read(old_pdf(tmp_path / "old.pdf", [[Run(line, ".VnTime")] for line in lines]))
    assert read == " ".join(lines).split()


@pytest.mark.parametrize(("stores", "are_stored"), [("western", False), ("unicode", True)])
def test_a_page_knows_whether_copying_from_it_gives_its_words(
    tmp_path: Path, stores: str, are_stored: bool
) -> None:
    lines = [[Run(line.replace("Ủ", "U"), stores=stores)] for line in BODY]
    with open_source(old_pdf(tmp_path / "old.pdf", lines)) as source:
        page = source.page(1)
        words = page.own_words(100)
        assert isinstance(page, PdfPage)
        assert page.stores(words) is are_stored
        assert ("phông chữ cũ (TCVN3)" in " ".join(page.warnings)) is not are_stored


def test_letters_and_marks_of_windows_1258_are_told_and_joined() -> None:
    runs = [_windows_1258(word) for word in " ".join(BODY).split()]
    told = codes_of({1: FontSample("ABCDEF+F1", runs)})[1]
    assert told.font == FontCode(Code.WINDOWS_1258)
    assert " ".join(in_unicode(run, told.font)[0] for run in runs) == " ".join(BODY)


def _windows_1258(word: str) -> str:
    """The word's bytes in Windows-1258, shown as Western letters: the tone stands after its letter."""
    out = ""
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"]
        bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
        out += bare + "".join(tones)
    return out.encode("cp1258").decode("cp1252")


def test_a_hyphen_that_stands_for_a_letter_is_told_from_one_that_does_not() -> None:
    stored = "tr-êng ph-¬ng l-u tr÷ - Q§-UBND -L-u: Th-êng vô e-mail 5-a"
    turned = " ".join(in_unicode(word, FontCode(Code.TCVN3))[0] for word in stored.split())
    assert turned == "trường phương lưu trữ - QĐ-UBND -Lưu: Thường vụ e-mail 5-a"


@pytest.mark.parametrize(("name", "code"), [(".VnTime", Code.TCVN3), ("VNI-Times", Code.VNI)])
def test_words_of_a_font_that_is_only_named_are_right_and_it_is_said(
    tmp_path: Path, name: str, code: Code
) -> None:
    lines = [line.replace("Ủ", "U") for line in BODY]
    runs = [[Run(line, name, code, stores="nothing")] for line in lines]
    with open_source(old_pdf(tmp_path / "absent.pdf", runs)) as source:
        page = source.page(1)
        words = page.own_words(100)
    assert [word.text for word in words] == " ".join(lines).split()
    assert "không kèm phông" in page.warnings[0]
