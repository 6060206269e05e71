"""Who sees an outgoing document: its sender, its signer and the clerk; a colleague sees nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from records.errors import SettingInvalid
from tests.portal.outgoing.papers import make_document
from tests.portal.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("portal_data")


def account(name: str, *groups: str):  # type: ignore[no-untyped-def]
    from django.contrib.auth.models import User

    from portal.people import set_account

    set_account(name, groups=groups)
    return User.objects.get(username=name)


def test_the_groups_are_there_after_migration_each_with_its_permission() -> None:
    from portal.outgoing.permissions import is_clerk, may_sign
    from portal.rights.asking import rights_of
    from portal.rights.roles import Right

    people = [account("a", "ky"), account("b", "van_thu"), account("c", "quan_tri"), account("d")]
    rights = [(may_sign(one), is_clerk(one), rights_of(one).may(Right.ADMINISTER)) for one in people]
    assert rights == [
        (True, False, False), (False, True, False), (False, False, True), (False, False, False)
    ]  # fmt: skip


def test_an_unknown_group_is_named() -> None:
    with pytest.raises(SettingInvalid, match="van_thu"):
        account("a", "giam_doc")


def test_sender_signer_and_clerk_see_a_document_and_a_colleague_does_not() -> None:
    from portal.models import OutgoingSigner
    from portal.outgoing.permissions import seen_by

    document = make_document(sender="soan_thao")
    sender, official, clerk, colleague = (
        account("soan_thao"),
        account("chu_tich", "ky"),
        account("van_thu", "van_thu"),
        account("dong_nghiep", "ky"),
    )
    OutgoingSigner.objects.create(document=document, ordinal=1, user=official)
    seen = [list(seen_by(one)) for one in (sender, official, clerk, colleague)]
    assert seen == [[document], [document], [document], []]


@pytest.fixture
def two_agencies() -> Iterator[None]:
    from django.conf import settings

    from portal.outgoing.options import OutgoingAgency, OutgoingOptions

    agencies = (OutgoingAgency(code="tinh", name="UBND TỈNH"), OutgoingAgency(code="xa", name="UBND XÃ ÁNH"))
    before = settings.HOSO
    settings.HOSO = replace(before, outgoing=OutgoingOptions(agencies=agencies))
    yield
    settings.HOSO = before


@pytest.mark.usefixtures("two_agencies")
def test_a_clerk_of_one_agency_neither_sees_nor_counts_nor_seals_for_another() -> None:
    of_commune, of_all = signed_in("van_thu_xa", "clerk", unit="UBND xã Ánh"), signed_in("van_thu", "clerk")
    own = make_document(agency="xa", subject="Về việc của xã")
    other = make_document(agency="tinh", subject="Về việc của tỉnh", state="signed")
    page = of_commune.get("/outgoing/clerk/?part=number").content.decode()
    assert ("Về việc của xã" in page, "Về việc của tỉnh" in page) == (True, False)
    assert of_commune.get(f"/outgoing/{own.pk}/").status_code == 200
    assert of_commune.get(f"/outgoing/{other.pk}/").status_code == 404
    answer = of_commune.post("/outgoing/signing/seal", {"agency": "tinh", "do": "all", "pin": "1"})
    assert answer.status_code == 404
    assert (
        of_commune.post("/outgoing/books/begin", {"agency": "tinh", "type": "QD", "begins_at": 5}).status_code
        == 404
    )
    counts = [client.get("/outgoing/clerk/?part=board").content.decode() for client in (of_commune, of_all)]
    assert [page.count("văn bản chờ đóng dấu") for page in counts] == [0, 1]


@pytest.mark.usefixtures("two_agencies")
def test_a_clerk_at_a_unit_that_issues_nothing_is_told_whom_to_ask() -> None:
    make_document(agency="xa", subject="Về việc của xã")
    page = signed_in("van_thu_phong", "clerk", unit="phong-van-hoa").get("/outgoing/clerk/?part=seal")
    text = page.content.decode()
    assert ("đề nghị quản trị" in text, "Về việc của xã" in text) == (True, False)


def test_where_the_office_is_one_agency_every_clerk_is_its_clerk() -> None:
    from portal.configuration import current
    from portal.outgoing.permissions import keeps

    assert keeps(
        make_person("van_thu_phong", "clerk", unit="phong-van-hoa"), current().outgoing.agencies[0].code
    )
