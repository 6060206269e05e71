"""A word printed in either placement of its tone is one word to search, and is shown where it stands."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from portal.catalogue.folding import keys_of, words_of
from portal.catalogue.matching import found_words, snippet
from portal.catalogue.query import parse
from tests.portal.catalogued import add, make_record, search_all

PAIRS = [
    ("hòa", "hoà"),
    ("HÓA", "HOÁ"),
    ("Thúy", "Thuý"),
    ("ủy", "uỷ"),
    ("TÙY", "TUỲ"),
    ("lũy", "luỹ"),
    ("khỏe", "khoẻ"),
    ("Quý", "Quí"),
    ("qúy", "quý"),
    ("Lý", "Lí"),
    ("kỹ", "kĩ"),
    ("tỷ", "tỉ"),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_both_placements_have_one_key(old: str, new: str) -> None:
    keys = {keys_of(word)[0] for text in (old, new) for word in words_of(text)}
    assert len(keys) == 1
    assert {keys_of(word)[0] for word in words_of(unicodedata.normalize("NFD", old))} == keys


@pytest.mark.parametrize(
    ("one", "other"), [("thúy", "thúi"), ("hoà", "hoá"), ("may", "mai"), ("ủy", "úy"), ("Thy", "Thi")]
)
def test_different_words_keep_different_keys(one: str, other: str) -> None:
    assert keys_of(one.casefold())[0] != keys_of(other.casefold())[0]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_hit_is_marked_on_its_page_whichever_is_typed(old: str, new: str) -> None:
    for printed, typed in ((old, new), (new, old)):
        words = ["Bà", "Nguyễn", f"({printed}),", "đến"]
        assert found_words(words, parse(f"nguyễn {typed}")) == (1, 2)
        parts = snippet(" ".join(words), parse(typed))
        assert [part.text for part in parts if part.is_hit] == [printed]


@pytest.mark.usefixtures("portal_data")
@pytest.mark.parametrize(("old", "new"), [("hòa", "hoà"), ("thúy", "thuý"), ("ủy", "uỷ"), ("quý", "quí")])
def test_both_count_as_exact(portal_data: Path, old: str, new: str) -> None:
    add(make_record(f"Ông {old} đến"))
    hits = search_all(f"ông {new} đến").hits
    assert [hit.is_exact for hit in hits] == [True]
    assert [hit.is_exact for hit in search_all(f"ong {new} den").hits] == [False]
