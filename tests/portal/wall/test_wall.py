"""The wall: what each may see of it, where numbers lead, screens without an account, second looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.portal.catalogued import add, make_field, make_record
from tests.portal.persons import make_person, signed_in

if TYPE_CHECKING:
    from django.test import Client

    from portal.models import SampleCheck

pytestmark = pytest.mark.usefixtures("portal_data")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    from portal.wall import figures

    figures._kept.clear()


def now() -> str:
    from django.utils import timezone

    return timezone.now().isoformat()


def filed(name: str, unit: str = "xa-a", **fields: str) -> str:
    found = {key: make_field(value) for key, value in fields.items()}
    record = make_record(name, name=f"{name}.pdf", record_type="decision", fields=found)
    record_id = add(record, unit=unit, received_at=now())
    from django.utils import timezone

    from portal.models import IntakeFile

    IntakeFile.objects.get_or_create(
        sha256=record.source.sha256,
        defaults={
            "name": f"{name}.pdf",
            "size_bytes": 1,
            "received_at": timezone.now(),
            "unit": unit,
            "state": "filed",
            "record_id": record_id,
        },
    )
    return record_id


def page(client: Client, address: str = "/wall/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def figure(html: str, name: str) -> str:
    """The number of a tile."""
    found = re.search(rf"<b>([^<]*)</b><span class=\"of\">{name}</span>", html)
    assert found, name
    return found[1]


def test_each_sees_the_numbers_of_their_units_only() -> None:
    for number in range(3):
        filed(f"{number}", unit="xa-a")
    filed("khac", unit="xa-b")
    own, other, whole = (
        signed_in("a", unit="xa-a"),
        signed_in("c", unit="xa-c"),
        signed_in("w", "official"),
    )
    assert figure(page(own), "quét hôm nay") == "3"
    assert "xa-b" not in page(own)
    assert figure(page(other), "quét hôm nay") == "0"
    assert figure(page(whole), "quét hôm nay") == "4"


def test_numbers_lead_to_the_lists_behind_them_for_those_who_may_open_them() -> None:
    filed("mot")
    html = page(signed_in("mai"))
    assert "/search/?q=nh%E1%BA%ADn_t%E1%BB%AB" in html
    client = signed_in("tri", "administrator")
    assert "/search/?q=nh" not in page(client)
    link = re.search(r'href="(/search/\?q=nh[^"]*)"', html)
    assert link
    answer = signed_in("lan").get(link[1].replace("&amp;", "&"))
    assert "mot" in answer.content.decode()


def test_tables_hold_the_same_numbers() -> None:
    filed("mot")
    html = page(signed_in("mai"), "/wall/?tables=1&days=7")
    assert "<table>" in html and 'class="chart"' not in html.split('class="board"')[1]


def test_a_malformed_look_is_the_usual_one() -> None:
    client = signed_in("mai")
    for query in ("?days=9999", "?days=x&tables=<script>", "?days=-1"):
        assert "<script>" not in page(client, f"/wall/{query}")


def test_a_screen_shows_numbers_without_an_account_until_it_is_ended() -> None:
    from django.test import Client

    from portal.models import AuditEvent, WallLink

    filed("bi-mat", unit="xa-a")
    filed("khac", unit="xa-b")
    admin, stranger = signed_in("tri", "administrator"), Client()
    make_person("x", unit="xa-a")
    made = admin.post("/wall/screens/make", {"name": "Phòng họp", "unit": "xa-a"}).content.decode()
    address = re.search(r'id="made">http://testserver([^<]+)<', made)
    assert address
    html = page(stranger, address[1])
    assert figure(html, "quét hôm nay") == "1"
    assert "bi-mat" not in html and "/search/" not in html and "/records/" not in html
    assert page(stranger, address[1] + "board/")
    secret = address[1].split("/")[3]
    assert secret not in str(list(WallLink.objects.values())) + str(list(AuditEvent.objects.values()))
    assert admin.post(f"/wall/screens/{WallLink.objects.get().pk}/end").status_code == 302
    assert stranger.get(address[1]).status_code == 404
    kinds = AuditEvent.objects.filter(kind="wall.link").values_list("details__what", flat=True)
    assert list(kinds) == ["made", "ended"]


def test_a_screen_s_address_opens_nothing_else() -> None:
    from django.test import Client

    from portal.wall.links import make

    secret = make("ti vi", None, by="tri").secret
    stranger = Client()
    stranger.get(f"/wall/screen/{secret}/")
    assert stranger.get("/wall/").status_code == 302
    assert stranger.get("/records/").status_code == 302
    assert stranger.get("/wall/screen/khong-co/").status_code == 404


def test_only_administrators_make_screens_and_only_for_their_units() -> None:
    make_person("x", unit="xa-b")
    assert signed_in("mai").post("/wall/screens/make", {"name": "x"}).status_code == 403
    assert signed_in("mai2").get("/wall/screens/").status_code == 403
    below = signed_in("tri", "administrator", unit="xa-a")
    assert below.post("/wall/screens/make", {"name": "x"}).status_code == 403
    assert below.post("/wall/screens/make", {"name": "x", "unit": "xa-b"}).status_code == 403
    assert below.post("/wall/screens/make", {"name": "x", "unit": "xa-a"}).status_code == 200


def test_reviewers_are_named_only_before_those_who_may_know() -> None:
    from portal.audit import Kind, note_by

    make_person("mai").last_name = "x"
    from django.contrib.auth.models import User

    User.objects.filter(username="mai").update(last_name="Lê Thị Mai")
    note_by("mai", Kind.RECORD_CORRECTED, object=f"record:{filed('mot')}", unit="xa-a")
    from portal.rights.asking import rights_of
    from portal.views.wall.people import called, calling

    admin, staff = make_person("tri", "administrator"), make_person("lan")
    assert called(["mai"], calling("names", rights_of(admin))) == {"mai": "Lê Thị Mai"}
    assert called(["mai"], calling("names", rights_of(staff))) == {"mai": "L.T.M."}
    assert called(["mai"], calling("numbers", rights_of(admin))) == {"mai": "Người 1"}
    assert called(["mai"], "numbers", me="mai") == {"mai": "Tôi"}
    assert "L.T.M." in page(signed_in("hoa"))


def drawn(client: Client) -> SampleCheck:
    from portal.models import SampleCheck

    client.post("/wall/samples/draw", {"count": "1", "days": "30"})
    return SampleCheck.objects.get()


def test_a_second_look_that_finds_a_wrong_value_counts_against_the_machine() -> None:
    record_id = filed("mot", subject="Về việc A", doc_number="1/QĐ")
    client = signed_in("mai")
    check = drawn(client)
    assert (check.record_id, len(check.accepted)) == (record_id, 2)
    assert "Về việc A" not in str(check.accepted)
    filed_again = make_record(
        "mot",
        name="mot.pdf",
        record_type="decision",
        fields={"subject": make_field("Về việc B"), "doc_number": make_field("1/QĐ")},
    )
    add(filed_again, unit="xa-a", received_at=now())
    client.post(f"/wall/samples/{check.pk}/done")
    check.refresh_from_db()
    assert (check.fields_checked, check.fields_changed, check.is_type_changed) == (2, 1, False)
    assert client.post(f"/wall/samples/{check.pk}/done").status_code == 404
    assert "sửa 1/2 trường" in page(client, "/wall/samples/")
    assert "50 %" in page(client)


def test_values_that_a_person_typed_and_records_in_review_say_nothing_of_the_machine() -> None:
    from portal.models import SampleCheck

    waits = make_record("cho", name="cho.pdf", record_type="decision", reasons=["Cần xem"])
    add(waits, received_at=now())
    client = signed_in("mai")
    client.post("/wall/samples/draw", {"count": "5"})
    assert not SampleCheck.objects.exists()
    fields = {"subject": make_field("A", rule="person:mai"), "doc_number": make_field("B", confidence=0.2)}
    add(make_record("xong", name="xong.pdf", record_type="decision", fields=fields), received_at=now())
    assert drawn(client).accepted == {}


def test_nobody_draws_or_counts_records_of_another_unit() -> None:
    filed("mot", unit="xa-a", subject="A")
    check = drawn(signed_in("a", unit="xa-a"))
    other = signed_in("b", unit="xa-b")
    assert other.post(f"/wall/samples/{check.pk}/done").status_code == 404
    assert "mot" not in page(other, "/wall/samples/").split("<main")[1]
    assert signed_in("c", "official").get("/wall/samples/").status_code == 403


@pytest.mark.parametrize(("right", "of"), [(0, 0), (10, 10), (0, 10), (95, 100), (490, 500)])
def test_the_interval_holds_the_share_and_narrows_with_more_checks(right: int, of: int) -> None:
    from portal.wall.samples import wilson

    low, high = wilson(right, of)
    assert 0 <= low <= (right / of if of else 0.5) <= high + 1e-9 <= 1 + 1e-9
    assert high - low > wilson(10 * right, 10 * of)[1] - wilson(10 * right, 10 * of)[0] or not of


def test_ten_screens_cost_one_count() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portal.rights.holding import Rights
    from portal.wall.figures import figures

    figures(Rights.everything(), 30)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(10):
            figures(Rights.everything(), 30)
    assert len(asked) == 0
