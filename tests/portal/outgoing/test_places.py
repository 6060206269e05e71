"""The places of signatures are looked for in a child: a paper that kills it leaves the desk standing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.errors import PlaceNotFound
from tests.portal.faults import drawing as faults


@pytest.fixture(autouse=True)
def drawers(portal_data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from portal.pictures import drawers

    monkeypatch.setattr(drawers, "_spoiled", {})
    yield
    drawers.stop()


def test_a_paper_that_kills_who_looks_for_its_places_asks_for_them_by_hand_and_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.outgoing import places

    paper = tmp_path / "paper.pdf"
    monkeypatch.setattr(places, "look_for_places", faults.dies)  # in this process it would end the tests
    with pytest.raises(PlaceNotFound, match="EngineCrashed") as told:
        places.place_of_seal(paper)
    assert "Hãy chỉ chỗ ký" in told.value.remedy_vi
    monkeypatch.setattr(places, "look_for_places", faults.hangs)
    with pytest.raises(PlaceNotFound, match="PageFailed"):
        places.place_of_seal(paper)


def test_what_the_child_has_to_say_of_a_paper_comes_through(tmp_path: Path) -> None:
    from portal.outgoing.places import place_of_seal
    from records.errors import SigningRefused

    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.7 cut off")
    with pytest.raises(SigningRefused) as told:
        place_of_seal(paper)
    assert told.value.code == "NotSignable"
