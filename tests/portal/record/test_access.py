"""Every address of a record: for its staff, for a colleague with fewer rights, for who may see none of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal.persons import signed_in
from tests.portal.record.papers import birth_record, deposit

pytestmark = pytest.mark.usefixtures("portal_data")
SEEN = (
    "", "?tab=history", "?tab=signatures", "?tab=related", "?tab=files", "?version=1", "?q=lo",
    "pages/1/words", "pages/1.webp", "pages/1.webp?version=1", "pages/1.small.webp", "pages/0.small.webp",
    "compare?a=1&b=1",
)  # fmt: skip
TAKEN = (
    "original",
    "original?version=1",
    "searchable.pdf?version=1",
    "versions/1/record.json",
    "print",
    "print?pages",
)
HANDED_OUT = ("copy",)
POSTED = ("level", "verify", "copy")


@pytest.mark.parametrize("below", [*SEEN, *TAKEN, *HANDED_OUT])
def test_what_one_may_not_see_is_not_there_and_what_one_may_not_do_is_refused(
    portal_data: Path, below: str
) -> None:
    record = deposit(portal_data, birth_record(), unit="xa-a")
    address = f"/records/{record}/{below}"
    owner = signed_in("owner", unit="xa-a")
    colleague = signed_in("colleague", "auditor", unit="xa-a")
    stranger = signed_in("stranger", unit="xa-b")
    below_level = signed_in("below", unit="xa-a", level=1)
    nobody = signed_in("nobody", "administrator")
    assert owner.get(address).status_code == 200
    assert colleague.get(address).status_code == (403 if below in HANDED_OUT else 200)
    assert stranger.get(address).status_code == below_level.get(address).status_code == 404
    assert nobody.get(address).status_code == 403


@pytest.mark.parametrize("below", POSTED)
def test_forms_are_closed_to_who_may_not_send_them(portal_data: Path, below: str) -> None:
    record = deposit(portal_data, birth_record(), unit="xa-a")
    sent = {"level": "3", "why": "x", "recipient": "x", "reason": "x", "do": "make"}
    address = f"/records/{record}/{below}"
    assert signed_in("stranger", unit="xa-b").post(address, sent).status_code == 404
    refused = 200 if below == "verify" else 403  # whoever may look may have signatures judged
    assert signed_in("colleague", "auditor", unit="xa-a").post(address, sent).status_code == refused


def test_a_short_link_leads_only_those_who_may_see_the_record(portal_data: Path) -> None:
    record = deposit(portal_data, birth_record(), unit="xa-a")
    for code in (record, record.removeprefix("hs-")[:10], record.removeprefix("hs-")[:10].upper()):
        answer = signed_in(f"o{code}", unit="xa-a").get(f"/r/{code}")
        assert (answer.status_code, answer["Location"]) == (302, f"/records/{record}/")
        assert signed_in(f"s{code}", unit="xa-b").get(f"/r/{code}").status_code == 404
    for nothing in ("aaaaaaaaaa", "x", "%00", "a" * 300):
        assert signed_in(f"n{nothing[:20]}").get(f"/r/{nothing}").status_code == 404


def test_a_version_that_there_is_not_is_not_found(portal_data: Path) -> None:
    record = deposit(portal_data, birth_record())
    owner = signed_in("owner")
    for asked in ("2", "0", "-1", "x", "99999999999", "1e3", "²"):
        for below in ("", "pages/1.webp", "pages/1/words", "original", "searchable.pdf"):
            assert owner.get(f"/records/{record}/{below}", {"version": asked}).status_code == 404
    assert owner.get(f"/records/{record}/versions/9/record.json").status_code == 404
    assert owner.get(f"/records/{record}/compare?a=1&b=7").status_code == 404


def test_each_look_at_a_paper_of_the_closest_level_is_written_down_with_its_page(portal_data: Path) -> None:
    from portal.models import AuditEvent

    record = deposit(portal_data, birth_record(), intake={"sensitivity": {"level": 4}})
    owner = signed_in("owner")
    for below in ("", "?page=2", "pages/2/words", "pages/2.small.webp"):
        assert owner.get(f"/records/{record}/{below}").status_code == 200
    looks = AuditEvent.objects.filter(object=f"record:{record}", kind="record.viewed")
    assert [look.details["page"] for look in looks] == [1, 2, 2, 2]


def test_related_papers_outside_ones_rights_are_neither_shown_nor_counted(portal_data: Path) -> None:
    from tests.portal.catalogued import make_field, make_record

    number = {"child_personal_id": make_field("014319000123")}
    here = deposit(portal_data, birth_record(**number), unit="xa-a")
    secret = make_record("Giấy kia", name="kia.pdf", record_type="birth_certificate", fields=number)
    there = deposit(portal_data, secret, unit="xa-b")
    assert there in signed_in("all").get(f"/records/{here}/?tab=related").content.decode()
    assert there not in signed_in("lan", unit="xa-a").get(f"/records/{here}/?tab=related").content.decode()
