"""Who sees an outgoing document: its sender, its signer and the clerk; a colleague sees nothing of it."""

from __future__ import annotations

import pytest

from records.errors import SettingInvalid
from tests.portal.outgoing.papers import make_document

pytestmark = pytest.mark.usefixtures("portal_data")


def account(name: str, *groups: str):  # type: ignore[no-untyped-def]
    from django.contrib.auth.models import User

    from portal.people import set_account

    set_account(name, groups=groups)
    return User.objects.get(username=name)


def test_the_groups_are_there_after_migration_each_with_its_permission() -> None:
    from portal.outgoing.permissions import is_administrator, is_clerk, may_sign

    people = [account("a", "ky"), account("b", "van_thu"), account("c", "quan_tri"), account("d")]
    rights = [(may_sign(one), is_clerk(one), is_administrator(one)) for one in people]
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
