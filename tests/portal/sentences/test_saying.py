"""What records and rows say in Vietnamese is said in English to who reads English, old records' words too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.portal.catalogued import add, make_record
from tests.portal.persons import signed_in
from tests.portal.sentences.spoken import reasons_of_types, spoken
from tests.portal.words.shown import VIETNAMESE

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("django_ready")
CASES = Path(__file__).with_name("said.txt")


@pytest.fixture
def english() -> Callable[[str], str]:
    from portal.sentences.saying import in_english

    return in_english


def test_every_sentence_of_the_sources_has_its_english(english: Callable[[str], str]) -> None:
    said = [*spoken(), *reasons_of_types()]
    assert len(said) > 450, "the sentences are found at all"
    assert [one for one in said if english(one.sample()) == one.sample()] == []


@pytest.mark.parametrize("case", CASES.read_text(encoding="utf-8").strip().split("\n\n"))
def test_a_sentence_is_known_with_what_differs_in_it(english: Callable[[str], str], case: str) -> None:
    """Each case is a sentence as records of today or of old hold it, and below it its English."""
    vietnamese, told = case.split("\n")
    assert english(vietnamese) == told


def test_words_of_a_paper_stay_as_they_are_printed(english: Callable[[str], str]) -> None:
    said = english("Đọc được “trái”, hiểu là Tỉnh Bắc Ninh")
    assert said == "Read “trái”, taken as Tỉnh Bắc Ninh"
    for value in ("Nguyễn Văn An", "Xã Mẫu, Tỉnh Bắc Ninh", "", "20,5 m²", "x" * 10_000):
        assert english(value) == value


def test_no_english_holds_vietnamese_but_in_quotation_marks_and_every_place_is_kept() -> None:
    from portal.sentences.saying import SOURCE
    from portal.translations import read_po

    for vietnamese, (told,) in read_po(SOURCE.read_text(encoding="utf-8")).items():
        if not vietnamese:
            continue
        assert told, vietnamese
        assert not VIETNAMESE.search(re.sub(r"“[^”]*”", "", told)), told
        places = set(re.findall(r"\{(\w+)[!#]?\}", vietnamese))
        assert set(re.findall(r"\{(\w+)\}", told)) <= places, vietnamese


def test_a_record_s_doubts_are_english_on_english_pages_and_vietnamese_on_the_others(
    portal_data: Path,
) -> None:
    record = add(make_record("mot", name="1.pdf", reasons=("Không tìm thấy: Ngày cấp",)))
    client = signed_in("mai")
    assert "Không tìm thấy: Ngày cấp" in client.get(f"/records/{record}/").content.decode()
    client.post("/language/", {"language": "en"})
    page = client.get(f"/records/{record}/").content.decode()
    assert "Not found: Ngày cấp" in page and "Không tìm thấy" not in page
