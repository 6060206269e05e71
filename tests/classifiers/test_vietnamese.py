"""Letters, marks and spellings."""

from __future__ import annotations

import unicodedata

from classifiers.vietnamese import clean, contains_label, fold, fold_words, label_similarity, neutral_key, nfc


def test_folding_takes_marks_and_keeps_the_length() -> None:
    text = "Ủy ban nhân dân xã Đắk Ðoa"
    assert fold(text) == "uy ban nhan dan xa dak doa"
    assert len(fold(text)) == len(nfc(text))
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_two_legal_spellings_have_one_neutral_key_and_different_words_do_not() -> None:
    assert neutral_key("Thanh Hoá") == neutral_key("Thanh Hóa")
    assert neutral_key("Lý thuỷ") == neutral_key("Lí thủy")
    assert neutral_key("ma") != neutral_key("má")
    assert neutral_key("đa") != neutral_key("da")


def test_leaders_and_label_rests_are_cleaned_and_one_real_dot_is_kept() -> None:
    assert clean(": ...... Nguyễn Văn An …… ") == "Nguyễn Văn An"
    assert clean("CN.4157") == "CN.4157"


def test_labels_are_recognised_through_misread_marks() -> None:
    assert label_similarity("Sổ vào số cấp GCN:", "Số vào sổ cấp GCN") == 1
    assert label_similarity("Thừa đát số", "Thửa đất số") == 1
    assert label_similarity("Nơi sinh", "Quê quán") < 0.5
    text = fold_words("1. Ho, chữ đệm, tèn: NGUYỄN VĂN AN 2. Giới tinh: Nam")
    assert contains_label(text, "Họ, chữ đệm, tên") == 1
    assert contains_label(text, "Nơi cư trú") == 0
