"""A record's versions: who did what, what changed, each to be looked at and compared; and its level."""

from __future__ import annotations

from pathlib import Path

import pytest

from records import RecordId
from tests.portal.catalogued import make_field
from tests.portal.persons import signed_in
from tests.portal.record.papers import archive_in, birth_record, deposit

pytestmark = pytest.mark.usefixtures("portal_data")


def corrected(data_dir: Path, record_id: RecordId, by: str = "lan") -> None:
    from portal.corrections.changing import Changes, FieldChange
    from portal.corrections.evidence import Action
    from portal.corrections.filing import correct, held_for_correction

    archive = archive_in(data_dir)
    changes = (
        FieldChange("hometown", Action.EDIT, "xã Tiên Phú, huyện Mường La", reason="đọc trên giấy"),
        FieldChange("child_full_name", Action.CONFIRM),
    )
    correct(archive, held_for_correction(archive, record_id), Changes(changes), by)


@pytest.fixture
def birth(portal_data: Path) -> RecordId:
    return deposit(portal_data, birth_record(hometown=make_field("xã Tiên Phu", confidence=0.6)))


def test_the_time_line_says_who_changed_which_field_from_what_to_what(
    portal_data: Path, birth: RecordId
) -> None:
    corrected(portal_data, birth)
    page = signed_in("lan").get(f"/records/{birth}/?tab=history").content.decode()
    for told in (
        "Tiếp nhận và đọc", "Sửa nội dung", "<del>xã Tiên Phu</del>",
        "<ins>xã Tiên Phú, huyện Mường La</ins>", "lan đã xác nhận", "đọc trên giấy", "phiên bản 2",
    ):  # fmt: skip
        assert told in page


def test_an_earlier_version_is_shown_as_it_was_and_cannot_be_changed(
    portal_data: Path, birth: RecordId
) -> None:
    corrected(portal_data, birth)
    person = signed_in("lan")
    page = person.get(f"/records/{birth}/?version=1").content.decode()
    assert "xã Tiên Phu</a>" in page
    assert "huyện Mường La" not in page
    assert "Đang xem phiên bản 1" in page
    assert f"/records/{birth}/review" not in page
    assert "version=1" in page.split('id="picture"')[1].split(">")[0]
    raw = person.get(f"/records/{birth}/versions/1/record.json")
    assert "huyện" not in b"".join(raw.streaming_content).decode()  # type: ignore[attr-defined]


def test_two_versions_are_compared_field_by_field(portal_data: Path, birth: RecordId) -> None:
    corrected(portal_data, birth)
    page = signed_in("lan").get(f"/records/{birth}/compare?a=2&b=1").content.decode()
    assert "Quê quán" in page
    assert page.index("xã Tiên Phu") < page.index("huyện Mường La")
    same = signed_in("cuc").get(f"/records/{birth}/compare?a=1&b=1").content.decode()
    assert "Hai phiên bản không khác nhau" in same


def test_every_kind_of_change_has_its_own_words(portal_data: Path, birth: RecordId) -> None:
    from portal.catalogue.keeping import keep_as_scanned
    from portal.catalogue.levels import set_level
    from portal.history.timeline import Happened, timeline

    archive = archive_in(portal_data)
    corrected(portal_data, birth)
    keep_as_scanned(archive, birth, "lan", noting=lambda _version: None)
    set_level(archive, birth, 3, why="con nuôi", by="lan", since="v3")
    told = [event.what for event in timeline(archive, birth)]
    assert told == [Happened.LEVEL, Happened.KEPT_AS_IS, Happened.CORRECTED, Happened.RECEIVED]


def test_a_level_is_set_with_a_reason_in_a_new_version_and_lists_follow_at_once(
    portal_data: Path, birth: RecordId
) -> None:
    from portal.models import AuditEvent, CatalogueRecord

    boss, clerk = signed_in("boss"), signed_in("clerk", level=2)
    assert clerk.get(f"/records/{birth}/").status_code == 200
    assert boss.post(f"/records/{birth}/level", {"level": "3", "why": ""}).status_code == 302
    assert CatalogueRecord.objects.get(pk=birth).sensitivity == 2
    boss.get(f"/records/{birth}/pages/1.webp")
    boss.post(f"/records/{birth}/level", {"level": "4", "why": "có con nuôi", "since": "v1"})
    row = CatalogueRecord.objects.get(pk=birth)
    assert (row.sensitivity, row.version) == (4, "v2")
    assert clerk.get(f"/records/{birth}/").status_code == 404
    assert not any((portal_data / "cache").rglob("*.webp"))
    [event] = AuditEvent.objects.filter(kind="record.level")
    assert event.details == {"before": 2, "after": 4}
    page = boss.get(f"/records/{birth}/?tab=history").content.decode()
    assert "Đổi mức bảo vệ" in page
    assert "có con nuôi" in page


def test_nobody_sets_a_level_beyond_their_own_rights(portal_data: Path, birth: RecordId) -> None:
    clerk = signed_in("clerk", level=2)
    assert clerk.post(f"/records/{birth}/level", {"level": "3", "why": "x"}).status_code == 403
    for wrong in ("0", "5", "x", ""):
        assert clerk.post(f"/records/{birth}/level", {"level": wrong, "why": "x"}).status_code == 302
    assert len(archive_in(portal_data).versions(birth)) == 1


def test_the_second_of_two_who_change_a_record_is_told(portal_data: Path, birth: RecordId) -> None:
    corrected(portal_data, birth)
    boss = signed_in("boss")
    answer = boss.post(f"/records/{birth}/level", {"level": "3", "why": "x", "since": "v1"}, follow=True)
    assert "vừa được người khác thay đổi" in answer.content.decode()
    assert len(archive_in(portal_data).versions(birth)) == 2


def test_a_version_whose_files_are_damaged_is_told_and_the_others_are_shown(
    portal_data: Path, birth: RecordId
) -> None:
    corrected(portal_data, birth)
    [path] = (portal_data / "archive").rglob("v1/content/record.json")
    path.chmod(0o600)
    path.write_text("{")
    page = signed_in("lan").get(f"/records/{birth}/?tab=history").content.decode()
    assert "không đọc được" in page
    assert "phiên bản 2" in page
    assert signed_in("cuc").get(f"/records/{birth}/?version=1").status_code == 404


def test_signatures_are_judged_anew_on_demand(portal_data: Path, birth: RecordId) -> None:
    from dataclasses import replace

    from django.conf import settings

    trust = portal_data / "trust"
    trust.mkdir()
    settings.HOSO = replace(settings.HOSO, outgoing=replace(settings.HOSO.outgoing, trust_folder=trust))
    page = signed_in("lan").post(f"/records/{birth}/verify").content.decode()
    assert "Tệp này không có chữ ký số" in page


def test_every_kind_of_event_and_relation_has_words_and_an_icon() -> None:
    import re

    from portal.history.timeline import Happened
    from portal.related import Relation
    from portal.views.record_page.telling import _EVENTS, relation_name

    icons = Path("portal/static/portal/icons.svg").read_text(encoding="utf-8")
    assert set(_EVENTS) == set(Happened)
    assert {icon for _, icon in _EVENTS.values()} <= set(re.findall(r'id="([\w-]+)"', icons))
    assert all(relation_name(relation) for relation in Relation)
