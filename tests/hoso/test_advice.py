"""Without Tesseract work goes on, and staff are told what to install."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.console import Console

from hoso.commands.status import say_advice
from hoso.settings import ReadingSettings, Settings
from hoso.wiring import ALONE_VI, advice_of
from pipeline import line_reader
from pipeline.ocr import tesserocr

OWN = Settings(reading=ReadingSettings(engine="vietline"))


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which no language data of Tesseract lie."""
    monkeypatch.setattr(tesserocr, "DATA_FOLDERS", ())
    tesserocr.data_folder.cache_clear()
    yield
    tesserocr.data_folder.cache_clear()


@pytest.mark.usefixtures("no_tesseract")
def test_our_own_recogniser_without_tesseract_says_what_to_install() -> None:
    assert line_reader.is_available()
    assert advice_of(OWN) == ALONE_VI
    console = Console(width=400, record=True)
    say_advice(console, OWN)
    assert "tesseract-ocr-vie" in console.export_text()


@pytest.mark.usefixtures("no_tesseract")
def test_who_chose_another_engine_is_told_nothing() -> None:
    assert advice_of(Settings(reading=ReadingSettings(engine="null"))) == ""
