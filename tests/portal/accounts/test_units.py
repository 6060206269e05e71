"""The tree of units: names that folders can have, no circles, siblings by the alphabet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.accounts.doors import make_account

if TYPE_CHECKING:
    from portal.models import IntakeFile

pytestmark = pytest.mark.usefixtures("portal_data")


def file_from(unit: str) -> IntakeFile:
    """A file that came from the unit's folder."""
    from django.utils import timezone

    from portal.models import IntakeFile

    number = IntakeFile.objects.count()
    return IntakeFile.objects.create(
        name=f"{number}.pdf", unit=unit, sha256=f"{number:064}", size_bytes=1, received_at=timezone.now()
    )


@pytest.mark.parametrize("name", ["", "  ", "a/b", ".ẩn", "a\nb", "x" * 300])
def test_a_name_that_no_folder_can_have_is_refused(name: str) -> None:
    from django.core.exceptions import ValidationError

    from portal.accounts.units import make_unit

    with pytest.raises(ValidationError):
        make_unit(name, title="", parent=None, by=make_account("quan_tri"))


def test_siblings_stand_by_the_vietnamese_alphabet_each_below_its_parent() -> None:
    from portal.accounts.units import make_unit, tree

    by = make_account("quan_tri")
    province = make_unit("Tỉnh", title="", parent=None, by=by)
    for name in ("Xã Đông", "Xã Dân", "Xã Ân", "Xã An"):
        make_unit(name, title="", parent=province, by=by)
    shown = [(place.depth, place.unit.name) for place in tree()]
    assert shown == [(0, "Tỉnh"), (1, "Xã An"), (1, "Xã Ân"), (1, "Xã Dân"), (1, "Xã Đông")]


def test_moving_a_unit_signs_out_whose_sight_it_changes() -> None:
    from portal.accounts.units import make_unit, place
    from portal.models import SignedInSession, Unit
    from portal.rights.granting import give
    from portal.rights.roles import Role
    from tests.portal.accounts.doors import browser, sign_in

    by, lan = make_account("quan_tri"), make_account("lan")
    commune = make_unit("Xã", title="", parent=None, by=by)
    give(lan, Role.RECORDS_STAFF, by="test", unit=commune)
    client = browser()
    sign_in(client, "lan")
    office = make_unit("Phòng", title="", parent=None, by=by)
    place(office, title="Phòng mới", parent=commune, by=by)
    assert not SignedInSession.objects.filter(user=lan).exists()
    assert str(Unit.objects.get(name="Phòng")) == "Phòng mới"
