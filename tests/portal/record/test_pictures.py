"""Pictures of pages: drawn once, kept within bounds, shown to nobody who may not see the record."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from tests.portal.persons import signed_in
from tests.portal.record.papers import birth_record, deposit

pytestmark = pytest.mark.usefixtures("portal_data")
SMALL = "pages/1.small.webp"


def kept(data_dir: Path) -> list[Path]:
    return sorted(path for path in (data_dir / "cache").rglob("*") if path.is_file())


def test_a_small_picture_is_small_and_only_for_who_may_see_the_record(portal_data: Path) -> None:
    record = deposit(portal_data, birth_record())
    answer = signed_in("lan", unit="xa-a").get(f"/records/{record}/{SMALL}")
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.format == "WEBP"
    assert 320 <= max(picture.size) <= 340
    assert len(answer.content) <= 12_000
    colleague, stranger = signed_in("cuc", "auditor", unit="xa-a"), signed_in("la", unit="xa-b")
    assert colleague.get(f"/records/{record}/{SMALL}").status_code == 200
    assert stranger.get(f"/records/{record}/{SMALL}").status_code == 404
    assert signed_in("han", level=1).get(f"/records/{record}/{SMALL}").status_code == 404


def test_a_page_that_is_not_there_has_no_small_picture(portal_data: Path) -> None:
    record = deposit(portal_data, birth_record())
    assert signed_in("lan").get(f"/records/{record}/pages/9.small.webp").status_code == 404


def test_a_page_is_drawn_once_and_its_files_are_the_portals_own(portal_data: Path) -> None:
    record = deposit(portal_data, birth_record())
    clerk = signed_in("lan")
    first = clerk.get(f"/records/{record}/pages/1.webp").content
    assert [path.name for path in kept(portal_data)] == ["v1-1-screen.webp", "v1-1-small.webp"]
    for path in kept(portal_data):
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
    kept(portal_data)[0].write_bytes(b"kept")  # what is answered next is what was kept
    assert clerk.get(f"/records/{record}/pages/1.webp").content == b"kept" != first


def test_what_was_kept_is_not_shown_to_somebody_who_may_not_see_the_record(portal_data: Path) -> None:
    record = deposit(portal_data, birth_record())
    signed_in("lan").get(f"/records/{record}/pages/1.webp")
    for address in ("pages/1.webp", "pages/1.webp?sharp", SMALL):
        assert signed_in(f"la{address}", unit="xa-b").get(f"/records/{record}/{address}").status_code == 404


def test_papers_of_the_closest_level_are_kept_nowhere_and_each_look_is_written_down(
    portal_data: Path,
) -> None:
    from portal.models import AuditEvent

    record = deposit(portal_data, birth_record(), intake={"sensitivity": {"level": 4}})
    clerk = signed_in("lan")
    for _ in range(3):
        answer = clerk.get(f"/records/{record}/pages/2.webp")
        assert "no-store" in answer["Cache-Control"]
        assert (
            clerk.get(
                f"/records/{record}/pages/2.webp", headers={"If-None-Match": answer["ETag"]}
            ).status_code
            == 200
        )
    assert kept(portal_data) == []
    looks = AuditEvent.objects.filter(object=f"record:{record}", kind="record.viewed")
    assert [look.details for look in looks] == [{"page": 2}] * 6


def test_the_pictures_used_longest_ago_go_first_when_there_are_too_many(tmp_path: Path) -> None:
    from portal.pictures.cache import PageCache

    cache = PageCache(tmp_path, most_bytes=5_000)
    for number in range(6):
        cache.put("hs-a", f"v1-{number}", bytes([number]) * 1_000)
    for number in range(6):
        path = next(tmp_path.rglob(f"v1-{number}.webp"))
        os.utime(path, (1_000 + number, 1_000 + number))
    assert cache.get("hs-a", "v1-0")  # used just now
    cache.sweep()
    assert [number for number in range(6) if cache.get("hs-a", f"v1-{number}")] == [0, 3, 4, 5]


def test_a_disk_that_takes_nothing_costs_only_that_pages_are_drawn_again(portal_data: Path) -> None:
    (portal_data / "cache").write_text("no folder")
    record = deposit(portal_data, birth_record())
    assert signed_in("lan").get(f"/records/{record}/pages/1.webp").status_code == 200
