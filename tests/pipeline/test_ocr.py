"""The contract that every engine keeps, and how engines are found."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.ocr import Engine, RecognitionOptions, engines, get_engine
from pipeline.ocr.tesseract import parse_hocr
from records.errors import EngineMissing, EngineTimedOut, SettingInvalid
from tests.pipeline.written import BODY, Paper, directive

AVAILABLE = [engine for engine in engines().values() if engine.is_available()]
READERS = [engine for engine in AVAILABLE if engine.name != "null"]


@pytest.fixture(scope="module")
def strip() -> np.ndarray:
    paper = Paper(250, height_mm=60)
    for row, text in enumerate(BODY[:4]):
        paper.write(text, 20, 15 + 8 * row)
    return cv2.cvtColor(paper.pixels, cv2.COLOR_RGB2GRAY)


@pytest.mark.parametrize("name", engines())
def test_every_engine_is_named_as_its_file(name: str) -> None:
    engine = engines()[name]
    assert isinstance(engine, Engine)
    assert engine.name == name
    assert engine.cost > 0


@pytest.mark.parametrize("engine", AVAILABLE, ids=lambda engine: engine.name)
def test_words_have_places_confidence_and_order(engine: Engine, strip: np.ndarray) -> None:
    words = engine.recognise(strip, dpi=250, options=RecognitionOptions())
    height, width = strip.shape
    assert [(word.block, word.line) for word in words] == sorted((word.block, word.line) for word in words)
    for word in words:
        assert word.text.strip() == word.text != ""
        assert 0 <= word.confidence <= 1
        assert -5 <= word.box.x0 < word.box.x1 <= width + 5
        assert -5 <= word.box.y0 < word.box.y1 <= height + 5


@pytest.mark.parametrize("engine", READERS, ids=lambda engine: engine.name)
def test_clean_print_is_read_and_placed(engine: Engine, strip: np.ndarray) -> None:
    words = engine.recognise(strip, dpi=250, options=RecognitionOptions())
    text = " ".join(word.text for word in words)
    assert "rà soát, bổ sung hồ sơ địa chính" in text
    assert "tổ dân phố tổ chức kiểm tra" in text
    commune = next(word for word in words if word.text == "chính,")
    ink = np.argwhere(
        strip[int(commune.box.y0) : int(commune.box.y1), int(commune.box.x0) : int(commune.box.x1)] < 128
    )
    assert len(ink) > 50
    assert commune.baseline is not None
    assert commune.box.y0 < commune.baseline.y0 < commune.box.y1 + 3


@pytest.mark.parametrize("engine", AVAILABLE, ids=lambda engine: engine.name)
def test_an_empty_page_gives_no_words(engine: Engine) -> None:
    white = np.full((1200, 900), 255, np.uint8)
    assert engine.recognise(white, dpi=100, options=RecognitionOptions()) == ()


@pytest.mark.parametrize("engine", READERS, ids=lambda engine: engine.name)
def test_a_page_that_takes_too_long_is_given_up(engine: Engine) -> None:
    page = cv2.cvtColor(directive(300).pixels, cv2.COLOR_RGB2GRAY)
    with pytest.raises(EngineTimedOut):
        engine.recognise(page, dpi=300, options=RecognitionOptions(timeout_seconds=0.05))


@pytest.mark.parametrize("engine", READERS, ids=lambda engine: engine.name)
def test_a_language_that_is_not_installed_is_named(engine: Engine, strip: np.ndarray) -> None:
    with pytest.raises(EngineMissing, match="xyz"):
        engine.recognise(strip, dpi=250, options=RecognitionOptions(languages=("xyz",)))


def test_auto_takes_the_cheapest_engine_that_is_installed() -> None:
    if not READERS:
        pytest.skip("needs an engine")
    assert get_engine("auto") is min(READERS, key=lambda engine: engine.cost)


def test_an_unknown_engine_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(SettingInvalid, match="tesseract"):
        get_engine("no-such-engine")


def test_an_engine_of_ones_own_is_named_by_its_path() -> None:
    engine = get_engine("tests.pipeline.faults.raising:RaisingEngine")
    assert isinstance(engine, Engine)
    with pytest.raises(SettingInvalid, match="nowhere"):
        get_engine("nowhere.at_all:Engine")


@pytest.mark.parametrize("name", ["crashing", "hanging", "hungry", "killed", "raising", "babbling"])
def test_every_engine_that_fails_can_be_registered(name: str) -> None:
    engine = get_engine(f"tests.pipeline.faults.{name}:{name.capitalize()}Engine")
    assert isinstance(engine, Engine)
    assert engine.is_available()


def test_hocr_gives_words_with_their_piece_of_the_baseline() -> None:
    words = parse_hocr(
        "<div class='ocr_carea' title='bbox 0 0 200 60'><p class='ocr_par'>"
        "<span class='ocr_line' title='bbox 100 20 200 60; baseline 0.1 -10'>"
        "<span class='ocrx_word' title='bbox 100 20 140 50; x_wconf 91'><strong>Số&amp;</strong></span> "
        "<span class='ocrx_word' title='bbox 150 20 200 60; x_wconf 40'> </span></span></p></div>"
    )
    assert [(word.text, word.confidence) for word in words] == [("Số&", 0.91)]
    assert words[0].baseline is not None
    assert words[0].baseline.as_list() == [100, 50, 140, 54]
