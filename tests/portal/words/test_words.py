"""Every word that the portal shows is marked for translation, has its English, and has one English only."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from portal.translations import compiled, read_po, sources
from tests.portal.words.shown import (
    VIETNAMESE,
    marked_in_programs,
    marked_in_templates,
    spoken_outright,
    unmarked_in_scripts,
)

AS_THEY_ARE = {
    "Tiếng Việt",  # a language's own name
    "BẢN SAO", "CHỦ TỊCH", "KT.",  # printed on the paper itself
    "tên:an · số:15/QĐ-UBND", '=Mận · ="Lê Thị Mận"', '"quyền sử dụng đất"',
    'loại:"khai sinh" · đơn_vị:"phú lâm"', "từ:03/2024 đến:2025 · nhận:06/2026",
    "area_m2:>100 · trạng_thái:review", 'đất -"thu hồi"',  # how one asks: the words of the query language
    "hai mặt/", "hai mặt/hai tệp/", "giữ nguyên/", "không tách/",  # names of folders
}  # fmt: skip
"""Vietnamese that English pages show too."""


@pytest.fixture(scope="module")
def english() -> dict[str, dict[tuple[str, ...], list[str]]]:
    """By message its translations, each with the areas that have it."""
    found: dict[str, dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for source in sources():
        for message, words in read_po(source.read_text(encoding="utf-8")).items():
            if message:
                found[message][words].append(_area(source))
    return found


def _area(source: Path) -> str:
    return source.parts[-4]


def test_every_marked_text_has_its_english(
    django_ready: Path, english: dict[str, dict[tuple[str, ...], list[str]]]
) -> None:
    said = [*marked_in_programs(), *marked_in_templates()]
    assert len(said) > 1500, "the texts are found at all"
    assert {one.text for one in said if "\0" in one.text}, "plurals are among them"
    assert [one for one in said if one.text not in english] == []


def test_no_translation_is_empty_and_the_compiled_files_are_up_to_date(
    english: dict[str, dict[tuple[str, ...], list[str]]],
) -> None:
    assert [text for text, found in english.items() if not all(all(words) for words in found)] == []
    for source in sources():
        translations = read_po(source.read_text(encoding="utf-8"))
        assert source.with_suffix(".mo").read_bytes() == compiled(translations), _area(source)


def test_no_two_areas_translate_one_text_differently(
    english: dict[str, dict[tuple[str, ...], list[str]]],
) -> None:
    """Django would show whichever area it happens to read first."""
    assert {text: dict(found) for text, found in english.items() if len(found) > 1} == {}


def test_an_english_translation_holds_no_vietnamese(
    english: dict[str, dict[tuple[str, ...], list[str]]],
) -> None:
    shown = {
        words
        for found in english.values()
        for forms in found
        for words in forms
        if VIETNAMESE.search(_without_examples(words))
    }
    assert shown == set()


def _without_examples(words: str) -> str:
    """Without what stands in quotation marks or code: names of folders and people, words of papers."""
    return re.sub(r"“[^”]*”|<code>.*?</code>|\(văn thư\)|\bMẫn\b", "", words)


def test_templates_and_scripts_say_nothing_that_is_not_marked(django_ready: Path) -> None:
    outright = [one for one in spoken_outright() if VIETNAMESE.search(one.text)]
    assert [one for one in outright if one.text not in AS_THEY_ARE] == []
    assert list(unmarked_in_scripts()) == []


def test_every_field_of_every_record_type_has_a_vietnamese_name() -> None:
    """A field whose paper prints no label must not be called by its code."""
    from classifiers.catalogue import load_record_types
    from portal.catalogue.type_names import FIELD_NAMES_VI

    nameless = {
        rule.name
        for kind in load_record_types().values()
        for rule in kind.fields
        if not rule.labels and rule.name not in FIELD_NAMES_VI
    }
    assert nameless == set()
