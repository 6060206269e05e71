"""What people send comes whole or not at all, once, and byte for byte."""

from __future__ import annotations

import hashlib
import io
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from records import FileState
from tests.portal.persons import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from portal.models import IntakeFile

PIECE = 1 << 20


pillow_heif.register_heif_opener()


@pytest.fixture
def staff(portal_data: Path) -> Client:
    assert portal_data.is_dir()
    return signed_in("lan")


def scan(seed: int = 0, *, more: int = 0) -> bytes:
    """A small PDF; `more` bytes after its end make it a large one."""
    out = io.BytesIO()
    Image.new("L", (60, 80), seed % 256).save(out, "PDF")
    return out.getvalue() + b"\n" + os.urandom(more)


def photograph(seed: int, kind: str = "JPEG", **said: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_mandelbrot((90, 120), (-2, -1.5, 1, 1.5), 20 + seed).convert("RGB").save(out, kind, **said)
    return out.getvalue()


def begin(client: Client, content: bytes, name: str = "tờ trình.pdf", **place: str) -> dict[str, Any]:
    told = {"name": name, "size": str(len(content)), "stamp": "1", "unit": "", **place}
    answer = client.post("/inbox/uploads/begin", told)
    assert answer.status_code == 201, answer.content
    said: dict[str, Any] = answer.json()
    return said


def send_piece(client: Client, upload: str, offset: int, piece: bytes) -> Any:
    return client.post(
        f"/inbox/uploads/{upload}/piece",
        piece,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def send(client: Client, content: bytes, name: str = "tờ trình.pdf", **place: str) -> str:
    """Sends every byte; the identifier of the upload."""
    upload = str(begin(client, content, name, **place)["id"])
    for offset in range(0, len(content), PIECE):
        assert send_piece(client, upload, offset, content[offset : offset + PIECE]).status_code == 200
    return upload


def finish(client: Client, upload: str) -> dict[str, Any]:
    said: dict[str, Any] = client.post(f"/inbox/uploads/{upload}/finish").json()
    return said


def only_file() -> IntakeFile:
    from portal.models import IntakeFile

    [file] = IntakeFile.objects.all()
    return file


def left_of(data: Path) -> list[Path]:
    return [path for name in ("receiving", "uploads") for path in (data / name).rglob("*")]


def test_a_file_comes_in_pieces_and_goes_the_way_of_any_other(staff: Client, portal_data: Path) -> None:
    from portal.audit import Kind
    from portal.models import AuditEvent

    content = scan(more=2 * PIECE + 77)
    upload = send(staff, content, hint="birth_certificate", wish="whole", folder="Tập 3/../x")
    assert finish(staff, upload)["state"] == "received"
    file = only_file()
    assert (file.sent_by, file.hint, file.state) == ("lan", "birth_certificate", FileState.RECEIVED)
    assert file.folder == "birth_certificate/không tách/Tập 3/x"
    assert (portal_data / file.laid_in).read_bytes() == content
    assert left_of(portal_data) == []
    event = AuditEvent.objects.get(kind=Kind.FILE_HANDED_IN)
    assert event.object == f"file:{file.pk}" and event.actor == "lan"


def test_a_dropped_connection_costs_one_piece(staff: Client, portal_data: Path) -> None:
    content = scan(more=3 * PIECE)
    upload = str(begin(staff, content)["id"])
    assert send_piece(staff, upload, 0, content[:PIECE]).json() == {"offset": PIECE}
    again = begin(staff, content)
    assert (again["id"], again["offset"]) == (upload, PIECE), "the same file goes on after a reload"
    assert staff.get(f"/inbox/uploads/{upload}/state").json() == {"offset": PIECE}
    repeated = send_piece(staff, upload, 0, content[:PIECE])
    assert (repeated.status_code, repeated.json()) == (409, {"offset": PIECE})
    assert staff.post(f"/inbox/uploads/{upload}/finish").status_code == 409, "bytes are missing"
    from portal.models import IntakeFile

    assert not IntakeFile.objects.exists(), "nothing half-received reaches the ledger"
    for offset in range(PIECE, len(content), PIECE):
        send_piece(staff, upload, offset, content[offset : offset + PIECE])
    assert finish(staff, upload)["state"] == "received"
    assert (portal_data / only_file().laid_in).read_bytes() == content


def test_the_end_may_be_told_twice_when_its_answer_was_lost(staff: Client) -> None:
    upload = send(staff, scan())
    first, second = finish(staff, upload), finish(staff, upload)
    assert first == second and only_file().upload == upload
    assert staff.get(f"/inbox/uploads/{upload}/state").json()["state"] == "received"


def test_what_no_reader_takes_is_refused_with_its_first_bytes(staff: Client, portal_data: Path) -> None:
    content = b"PK\x03\x04" + os.urandom(5 * PIECE)
    upload = str(begin(staff, content, "bảng lương.docx")["id"])
    refused = send_piece(staff, upload, 0, content[:PIECE])
    assert refused.status_code == 422 and "không được hỗ trợ" in refused.json()["told"]
    assert left_of(portal_data) == []
    short = b"abc"
    upload = str(begin(staff, short, "a.txt")["id"])
    assert send_piece(staff, upload, 0, short).status_code == 422
    assert (
        staff.post("/inbox/uploads/begin", {"name": "rỗng.pdf", "size": "0", "unit": ""}).status_code == 422
    )
    from portal.models import IntakeFile

    assert not IntakeFile.objects.exists()


def test_limits_hold(staff: Client) -> None:
    from portal.configuration import current

    too_large = {"name": "a.pdf", "size": str(current().largest_file_bytes + 1), "unit": ""}
    assert staff.post("/inbox/uploads/begin", too_large).status_code == 422
    upload = str(begin(staff, scan())["id"])
    assert send_piece(staff, upload, 0, b"x" * (PIECE + 1)).status_code in (400, 413)
    assert send_piece(staff, upload, 0, scan() + b"more than was told").status_code == 409
    assert send_piece(staff, upload, 0, b"").status_code == 400


def test_a_duplicate_is_told_with_a_link_only_to_those_who_may_see_the_record(
    staff: Client, portal_data: Path
) -> None:
    from portal.intake.ledger import Intake
    from tests.portal.catalogued import make_record
    from tests.portal.test_views import deposit

    content = scan(7)
    path = portal_data / "Lò Thị Mây.pdf"
    path.write_bytes(content)
    record = make_record("x", name="Lò Thị Mây.pdf")
    source = replace(record.source, sha256=hashlib.sha256(content).hexdigest())
    record = replace(record, source=source)
    record_id = deposit(portal_data, record)
    assert Intake(portal_data).take(path) is not None
    said = finish(staff, send(staff, content))
    assert said["state"] == "duplicate" and said["link"] == f"/records/{record_id}/"
    other = signed_in("hoa", unit="Xã khác")
    told = finish(other, send(other, content, unit="Xã khác"))
    assert told["state"] == "duplicate" and told["link"] == "" and "Mây" not in str(told)


def test_an_upload_is_nobody_elses(staff: Client) -> None:
    content = scan()
    upload = send(staff, content)
    other = signed_in("hoa")
    assert send_piece(other, upload, 0, content).status_code == 404
    for act in ("finish", "cancel"):
        assert other.post(f"/inbox/uploads/{upload}/{act}").status_code == 404
    assert other.get(f"/inbox/uploads/{upload}/state").status_code == 404
    assert other.post("/inbox/uploads/join", {"upload": [upload]}).status_code == 404


def test_nobody_hands_in_for_a_unit_that_is_not_theirs(portal_data: Path) -> None:
    assert portal_data.is_dir()
    here = signed_in("lam", unit="Xã Phú Lâm")
    for unit, status in (("Xã Phú Lâm", 201), ("Xã Tân Hòa", 404), ("", 404)):
        answer = here.post("/inbox/uploads/begin", {"name": "a.pdf", "size": "9", "unit": unit})
        assert answer.status_code == status, unit


def test_what_nobody_goes_on_with_is_swept_after_a_day(staff: Client, portal_data: Path) -> None:
    from portal.intake.ledger import Intake

    content = scan(more=PIECE)
    old, new = str(begin(staff, content)["id"]), str(begin(staff, content, "khác.pdf")["id"])
    then = time.time() - 25 * 3600
    os.utime(portal_data / "receiving" / old / "part", (then, then))
    Intake(portal_data).sweep()
    assert [path.name for path in (portal_data / "receiving").iterdir()] == [new]
    assert staff.post(f"/inbox/uploads/{new}/cancel").status_code == 204
    assert left_of(portal_data) == []


def test_photographs_become_one_paper_in_order_and_each_is_kept_byte_for_byte(
    staff: Client, portal_data: Path
) -> None:
    jpegs = [photograph(number) for number in range(3)]
    heic = photograph(9, "HEIF")
    turned = Image.Exif()
    turned[274] = 6
    sideways = photograph(4, exif=turned)
    sent = [*jpegs, heic, sideways]
    ids = [send(staff, one, f"IMG_{at}.jpg") for at, one in enumerate(sent)]
    told = staff.post("/inbox/uploads/join", {"upload": ids}).json()
    assert told["state"] == "received", told
    assert staff.post("/inbox/uploads/join", {"upload": ids}).json() == told, "asked twice, taken once"
    file = only_file()
    assert file.folder == "không tách", "one paper was asked for, whatever its pages say"
    with pikepdf.open(portal_data / file.laid_in) as pdf:
        held = [bytes(next(iter(page.get_images().values())).read_raw_bytes()) for page in pdf.pages]
        assert [held[0], held[1], held[2], held[4]] == [*jpegs, sideways]
        [kept] = [spec.get_file().read_bytes() for spec in pdf.attachments.values()]
        assert kept == heic
        assert [int(page.obj.get("/Rotate", 0)) for page in pdf.pages] == [0, 0, 0, 0, 90]
        assert max(map(float, pdf.pages[0].mediabox[2:])) == pytest.approx(11.69 * 72, abs=1)
    assert left_of(portal_data) == []
    again = [send(staff, one, f"IMG_{at}.jpg") for at, one in enumerate(sent)]
    assert staff.post("/inbox/uploads/join", {"upload": again}).json()["state"] == "duplicate"


def test_the_pipeline_reads_joined_photographs_page_by_page(staff: Client, portal_data: Path) -> None:
    from pipeline.source import open_source

    ids = [send(staff, photograph(number), f"{number}.jpg") for number in range(2)]
    staff.post("/inbox/uploads/join", {"upload": ids})
    with open_source(portal_data / only_file().laid_in) as source:
        assert source.page_count == 2
        assert source.page(2).picture().pixels.shape[0] > 0


def test_only_photographs_are_joined(staff: Client, portal_data: Path) -> None:
    ids = [send(staff, photograph(1), "a.jpg"), send(staff, scan(), "b.pdf")]
    refused = staff.post("/inbox/uploads/join", {"upload": ids})
    assert refused.status_code == 422 and "b.pdf" in refused.json()["told"]
    from portal.models import IntakeFile

    assert not IntakeFile.objects.exists()
    assert len(list((portal_data / "receiving").iterdir())) == 2, "what came stays to be sent another way"


def test_two_tabs_that_join_the_same_photographs_in_either_order_give_one_paper(staff: Client) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    ids = [send(staff, photograph(number), f"{number}.jpg") for number in range(3)]

    def joined(order: list[str]) -> int:
        try:
            return int(staff.post("/inbox/uploads/join", {"upload": order}).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as tabs:
        told = list(tabs.map(joined, [ids, ids[::-1]], timeout=60))
    assert 200 in told and set(told) <= {200, 404, 409}
    only_file()


def test_photographs_that_hang_the_joiner_are_refused_in_words(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.intake import joining
    from tests.portal.faults import drawing as faults

    monkeypatch.setattr(joining, "join_step", faults.dies)
    ids = [send(staff, photograph(1), "a.jpg"), send(staff, photograph(2), "b.jpg")]
    refused = staff.post("/inbox/uploads/join", {"upload": ids})
    assert refused.status_code == 422 and refused.json()["told"] == joining.NOT_JOINED_VI


def test_without_script_a_form_sends_many_files_or_one_paper(staff: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from portal.models import IntakeFile

    two = [SimpleUploadedFile("một.pdf", scan(1)), SimpleUploadedFile("phim.mp4", b"\0\0\0 ftypisom")]
    page = staff.post("/inbox/hand-in", {"scan": two, "unit": ""}, follow=True).content.decode()
    assert "một.pdf: Đã nhận" in page and "phim.mp4: Loại tệp này không được hỗ trợ" in page
    photographs = [SimpleUploadedFile(f"{at}.jpg", photograph(at)) for at in range(2)]
    staff.post("/inbox/hand-in", {"scan": photographs, "unit": "", "one_paper": "1"})
    assert IntakeFile.objects.count() == 2
    assert IntakeFile.objects.order_by("-pk")[0].name.startswith("Ảnh chụp")


def handed_in_events() -> list[tuple[str, str]]:
    from portal.models import AuditEvent

    return list(AuditEvent.objects.filter(kind="file.handed_in").values_list("actor", "object"))


def break_down(*_: object, **__: object) -> None:
    raise KeyboardInterrupt("the machine stops here")


@pytest.mark.parametrize("form", ["pieces", "plain", "interface"])
def test_a_file_and_who_handed_it_in_are_kept_together_or_not_at_all(
    staff: Client, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine stops while the note is written, and later when the row and the note are committed."""
    from portal.models import IntakeFile
    from tests.portal.api.callers import caller

    system = caller("một cửa")

    def hand_in() -> None:
        if form == "pieces":
            begun = begin(staff, scan(3))
            if not begun["offset"]:  # every byte came before the machine stopped
                send_piece(staff, begun["id"], 0, scan(3))
            finish(staff, begun["id"])
        elif form == "plain":
            staff.post("/inbox/hand-in", {"scan": io.BytesIO(scan(3)), "unit": ""})
        else:
            system.post("/files/", {"scan": io.BytesIO(scan(3))})

    with monkeypatch.context() as broken:
        broken.setattr("portal.inbox.acts.note", break_down)
        with pytest.raises(KeyboardInterrupt):
            hand_in()
    assert not IntakeFile.objects.exists() and not handed_in_events()
    with monkeypatch.context() as broken:
        broken.setattr("portal.intake.laying.Laying.fetch_or_owe", break_down)
        with pytest.raises(KeyboardInterrupt):
            hand_in()
    assert [name for _, name in handed_in_events()] == [f"file:{only_file().pk}"]


def test_a_new_scan_of_a_record_is_written_down_too(staff: Client, portal_data: Path) -> None:
    from tests.portal.catalogued import make_record
    from tests.portal.test_views import deposit

    record_id = deposit(portal_data, make_record("x"))
    sent = {"scan": io.BytesIO(scan(4)), "page": ""}
    staff.post(f"/records/{record_id}/rescan", sent)
    assert handed_in_events() == [("lan", f"file:{only_file().pk}")]
