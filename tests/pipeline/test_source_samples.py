"""The odd and broken files beside the checkout: each gives a picture of each page or says what to do."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

from pipeline.source import open_source
from pipeline.source.text_layer import judge
from records import PageImageKind
from records.errors import PageFailed, SourceRefused

REFUSED = {"encrypted.pdf", "password-is-test.pdf", "invalid.pdf", "livecycle.pdf", "simple.zip"}


def test_each_hard_file_opens_or_is_refused_with_a_remedy(shared_samples: Path) -> None:
    files = sorted((shared_samples / "hard").iterdir())
    assert len(files) == 49
    for path in files:
        try:
            with open_source(path) as source:
                for number in range(1, min(3, source.page_count) + 1):
                    if path.stem not in {"enormous", "hugemono"} or number == 1:
                        picture = source.page(number).picture(dpi=40)
                        assert picture.pixels.size > 0
        except (SourceRefused, PageFailed) as error:
            assert path.name in REFUSED, path.name
            assert error.remedy_vi
        else:
            assert path.name not in REFUSED


def test_stamped_scans_are_not_taken_for_text(shared_samples: Path) -> None:
    for path in sorted((shared_samples / "real_admin").glob("*.pdf")):
        with open_source(path) as source:
            page = source.page(1)
            picture = page.picture()
            trust = judge(page.own_words(picture.dpi), picture.pixels, picture.dpi)
            is_digital = path.stem == "qn_2024_542-TB"
            assert trust.is_trusted is is_digital, path.name
            assert (page.kind is PageImageKind.BORN_DIGITAL) is is_digital, path.name


def test_a_garbage_text_layer_is_not_trusted(shared_samples: Path) -> None:
    with open_source(shared_samples / "hard" / "garbage_text_layer.pdf") as source:
        for number in range(1, source.page_count + 1):
            page = source.page(number)
            picture = page.picture()
            assert not judge(page.own_words(picture.dpi), picture.pixels, picture.dpi).is_trusted


def test_the_words_of_the_born_digital_paper_are_exact(shared_samples: Path) -> None:
    truth = (shared_samples / "real_admin" / "qn_2024_542-TB.textlayer.txt").read_text("utf-8")
    with open_source(shared_samples / "real_admin" / "qn_2024_542-TB.pdf") as source:
        read = [word.text for number in (1, 2) for word in source.page(number).own_words(300)]
    assert all(unicodedata.is_normalized("NFC", word) for word in read)
    wanted = Counter(unicodedata.normalize("NFC", truth).split())
    missing = wanted - Counter(read)
    assert sum(missing.values()) <= 0.01 * sum(wanted.values())
