"""A paper that hangs, dies or explodes while it is drawn neither holds nor kills the portal."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.portal.faults import drawing as faults
from tests.portal.persons import signed_in
from tests.portal.record.papers import birth_record, deposit


@pytest.fixture(autouse=True)
def drawers(portal_data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from portal.pictures import drawers

    monkeypatch.setattr(drawers, "_spoiled", {})
    yield
    drawers.stop()


def drawn(known_as: str, step: Callable[[Any], Any], seconds: float = 2.0) -> Any:
    from portal.pictures import drawers

    return drawers.draw(step, None, known_as=known_as, seconds=seconds)


@pytest.mark.parametrize("fault", [faults.hangs, faults.dies, faults.eats], ids=lambda one: one.__name__)
def test_a_page_that_cannot_be_drawn_is_given_up_and_the_next_one_is_drawn(
    portal_data: Path, fault: Callable[[Any], Any]
) -> None:
    assert drawn("x", fault) is None
    record = deposit(portal_data, birth_record())
    answer = signed_in("lan").get(f"/records/{record}/pages/1.webp")
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"


def test_a_page_that_was_given_up_is_not_tried_again_for_everybody_who_looks(portal_data: Path) -> None:
    assert drawn("x", faults.dies) is None
    assert drawn("x", faults.hangs, seconds=3600.0) is None
    from portal.pictures import drawers

    assert list(drawers._spoiled) == ["x"]


def test_who_comes_while_all_draw_is_told_to_come_again(
    portal_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.children import Children
    from portal.pictures import drawers

    busy = Children(1, memory_bytes=0, wait_seconds=0.01)
    busy._turns.acquire()
    monkeypatch.setattr(drawers, "_children", busy)
    record = deposit(portal_data, birth_record())
    answer = signed_in("lan").get(f"/records/{record}/pages/1.webp")
    assert answer.status_code == 503
    assert drawers._spoiled == {}
    busy._turns.release()


def test_a_picture_that_unpacks_to_gigabytes_is_drawn_or_not_but_harms_nobody(tmp_path: Path) -> None:
    from portal.pictures.drawers import draw
    from portal.pictures.drawing import DocumentTask, Wish, draw_document

    bomb = tmp_path / "bomb.pdf"
    side = 60_000
    packer = zlib.compressobj(9)
    row = bytes(side)
    packed = b"".join(packer.compress(row) for _ in range(side // 20)) + packer.flush()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        picture = pdf.make_stream(packed)
        picture.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=side, Height=side,
                ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Filter=pikepdf.Name.FlateDecode,
            )
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
        page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
        pdf.save(bomb, compress_streams=False)
    answer = draw(draw_document, DocumentTask(bomb, 1, Wish(110, quality=80)), known_as="bomb")
    assert answer is None or answer.content
