"""A word that can be Vietnamese is told from one that cannot, without a dictionary, and never changed."""

from __future__ import annotations

import unicodedata

import pytest

from classifiers.syllables import is_improbable, is_syllable

SYLLABLES = """
    hoà hòa HOÀ thuý thúy uỷ ủy quý quí qúy quốc quyết quỳnh quới giếng gì gìn giá giết nghiêng khuyến khuỷu
    ngoằn ngoèo tuýp xoong yêu y ý lý lí kỹ kĩ tỷ sỹ Thy Kạn Kon khuya thuở huơ thuế oanh uyên ương ưu ếch
    huênh nguệch toàn hoạch xoay quay Nguyễn Phượng trưởng tía tuya lượt rượu kể ghế khỏe khoẻ oà òa lựu Đỗ
"""
NO_SYLLABLES = """
    nguyễnn thuc đươc viêt nbân cacs ngi ghà quốcc uôc thỏat bủôn nghìã đưc ŕa ngjia trưởg nhândân
"""
OTHER_KINDS = """
    UBND HĐND TTg TTr GCNQSDĐ BTNMT VNeID VietGAP Internet email website Samsung fax km kg Krông Đăk Đắk Lăk
    LẮK Mlô Kpă Niê Hrê Êban Ktla Ayun Ksor Mnông Stiêng Pleiku Khmer Ea Raglay Byă Ŏi
    Yăng Zơ Tẻh Êđê Xtiêng Rlấp Smith Park Müller
"""
MISREAD = """
    Nguyen NGUYEN nhândân vàcác xA CilU Thuc Quôc Viêt đươc HộI NGHIÃA Ngoc NguyễnVăn nguyễnn
    BANNHÂNDÂN Ñguyên
"""


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_a_syllable_is_known_in_either_placement_of_its_tone(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))
    assert not is_improbable(word)


@pytest.mark.parametrize("word", NO_SYLLABLES.split())
def test_what_breaks_the_grammar_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("word", OTHER_KINDS.split())
def test_abbreviations_foreign_words_and_minority_names_are_not_doubted(word: str) -> None:
    assert not is_improbable(word)


@pytest.mark.parametrize("word", MISREAD.split())
def test_misread_words_are_doubted(word: str) -> None:
    assert is_improbable(word)


def test_a_stopped_rime_bears_only_two_tones() -> None:
    assert is_syllable("tức")
    assert is_syllable("tực")
    assert not any(map(is_syllable, ("tưc", "từc", "tửc", "tữc")))


def test_what_is_no_word_is_not_doubted() -> None:
    assert not any(map(is_improbable, ("", "a", "15", "15/QĐ", "…", "m2")))
