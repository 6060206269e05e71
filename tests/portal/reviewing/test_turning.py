"""Pages are turned and put in order: read again upright, boxes on their ink, each undone by another."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from pipeline import digitise
from pipeline.spot_reading import read_turned
from portal.corrections.evidence import Action, parse_corrections
from records import Box, Record
from records.errors import NoSuchPart, ObjectMoved, PageFailed
from tests.portal.reviewing import drawn
from tests.portal.test_dividing import DIGEST, PAGES, numbers, pages_of_pdf, rendition
from tests.portal.test_views import deposit


def on_its_side(record: Record) -> Record:
    """The record as if the page had been taken for upright when it lay on its left side."""
    from portal.corrections.turning import turned_box

    page = record.pages[0]
    lying = replace(page, width=page.height, height=page.width, words=())
    moved = {
        name: replace(found, box=turned_box(found.box, page.width, page.height, 270))
        for name, found in record.fields.items()
    }
    return replace(record, pages=(lying, *record.pages[1:]), fields=moved)


def test_a_box_turns_with_its_page_and_back(django_ready: Path) -> None:
    from portal.corrections.turning import turned_box

    box = Box(10, 20, 110, 50)
    assert turned_box(box, 200, 300, 90) == Box(250, 10, 280, 110)
    for degrees in (90, 180, 270):
        size = (200, 300) if degrees == 180 else (300, 200)
        assert turned_box(turned_box(box, 200, 300, degrees), *size, 360 - degrees) == box


@pytest.mark.slow
def test_a_page_that_lies_on_its_side_is_read_again_upright_and_the_original_stays(portal_data: Path) -> None:
    from portal.corrections.filing import held_for_correction
    from portal.corrections.turning import Turned, turn

    straight = drawn.birth()
    record_id = drawn.deposit(portal_data, on_its_side(straight), drawn.scan(turned=90))
    archive = drawn.archive_in(portal_data)
    original = f"original/{straight.source.name}"
    before = archive.read(record_id, original)
    turn(archive, held_for_correction(archive, record_id), Turned(1, 90), "lan", read_turned)
    now = drawn.held(portal_data, record_id)
    page = now.pages[0]
    assert (page.rotation, page.width < page.height) == (90, True)
    assert "KHAI SINH" in page.text
    found, wanted = now.fields["registration_number"], straight.fields["registration_number"]
    assert found.value == wanted.value
    scale = page.dpi / 300
    assert abs(found.box.centre[0] - wanted.box.centre[0] * scale) < 40 * scale
    assert abs(found.box.centre[1] - wanted.box.centre[1] * scale) < 40 * scale
    assert archive.read(record_id, original) == before
    with archive.as_file(record_id, "searchable.pdf") as path, pikepdf.open(path) as pdf:
        _, _, width, height = (float(side) for side in pdf.pages[0].mediabox)
        assert width < height
    [said] = parse_corrections(archive.read(record_id, "corrections.json"))
    assert (said.action, said.by, said.page) == (Action.TURN, "lan", 1)
    assert archive.verify(record_id) == ()


def test_a_page_is_turned_only_as_it_is_shown(portal_data: Path) -> None:
    from portal.corrections.filing import correct, held_for_correction
    from portal.corrections.turning import Turned, turn
    from tests.portal.test_corrections import Changes, edit

    record_id = drawn.deposit(portal_data, drawn.birth(), b"%PDF-1.7")
    archive = drawn.archive_in(portal_data)
    held = held_for_correction(archive, record_id)
    for turned in (Turned(7, 90), Turned(1, 45), Turned(1, 0)):
        with pytest.raises(NoSuchPart):
            turn(archive, held, turned, "lan", read_turned)
    correct(archive, held, Changes((edit("child_full_name", "Một"),)), "minh")
    with pytest.raises(ObjectMoved):
        turn(archive, held, Turned(1, 90), "lan", read_turned)
    assert archive.head(record_id).number == 2


def test_a_page_that_was_scanned_again_is_not_turned_from_the_first_scan(portal_data: Path) -> None:
    from portal.corrections.filing import held_for_correction
    from portal.corrections.turning import Turned, turn

    record_id = drawn.deposit(portal_data, drawn.birth(), b"%PDF-1.7")
    archive = drawn.archive_in(portal_data)
    intake = json.loads(archive.read(record_id, "intake.json"))
    intake["rescans"] = [{"page": "1", "sha256": "x", "file": "rescan/1/a.pdf"}]
    content = {"intake.json": json.dumps(intake).encode()}
    archive.revise(record_id, content, message="t", user="t", created=datetime(2026, 6, 2, tzinfo=UTC))
    with pytest.raises(PageFailed) as told:
        turn(archive, held_for_correction(archive, record_id), Turned(1, 90), "lan", read_turned)
    assert "quét lại" in told.value.remedy_vi


def test_pages_are_put_in_order_and_back(portal_data: Path, tmp_path: Path) -> None:
    from portal.corrections.filing import held_for_correction
    from portal.corrections.turning import order_pages

    record = digitise.assemble("tap.pdf", DIGEST, PAGES)
    pdf = rendition(record, tmp_path / "made.pdf")
    dossier, archive = deposit(portal_data, record, **{"searchable.pdf": pdf}), drawn.archive_in(portal_data)
    order_pages(archive, held_for_correction(archive, dossier), [2, 1, 3], "lan")
    assert (numbers(archive, dossier), pages_of_pdf(archive, dossier)) == ([2, 1, 3], 3)
    order_pages(archive, held_for_correction(archive, dossier), [1, 2, 3], "minh")
    assert numbers(archive, dossier) == [1, 2, 3]
    said = parse_corrections(archive.read(dossier, "corrections.json"))
    assert [(one.action, one.by) for one in said] == [(Action.ORDER, "lan"), (Action.ORDER, "minh")]
    held = held_for_correction(archive, dossier)
    for wrong in ([1, 2], [1, 2, 2], [1, 2, 4], [1, 2, 3]):
        with pytest.raises(NoSuchPart):
            order_pages(archive, held, wrong, "lan")
