"""What administrators do about people: at once in force, written down, announced; and what nobody may do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.portal.accounts.doors import PASSWORD, browser, kinds, make_account, options, sign_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = pytest.mark.usefixtures("portal_data")


@pytest.fixture
def admin() -> User:
    return make_account("quan_tri", "administrator")


@pytest.fixture
def desk(admin: User) -> Client:
    """The administrator's browser, second factor given."""
    from portal.accounts.second_factor import METHOD

    client = browser()
    sign_in(client, "quan_tri")
    session = client.session
    session["account_authentication_methods"] += [{"method": METHOD, "at": 0, "type": "totp"}]
    session.save()
    return client


def told(name: str) -> set[str]:
    from portal.models import Notice

    return set(Notice.objects.filter(user__username=name).values_list("kind", flat=True))


def give(client: Client, user: User, role: str = "clerk", **more: object) -> str:
    """Gives a role through the page; what the page says then."""
    form = {"role": role, "unit": "", "level": "3", **more}
    return client.post(f"/people/{user.pk}/roles", form, follow=True).content.decode()


def test_a_new_account_sees_nothing_until_it_has_a_role_and_changes_its_password_first(desk: Client) -> None:
    from django.contrib.auth.models import User

    page = desk.post("/people/new", {"name": "pháo?", "full_name": "x"}).content.decode()
    assert "chỉ gồm chữ, số" in page
    page = desk.post("/people/new", {"name": "phao", "full_name": "Giàng A Pháo"}).content.decode()
    password = re.findall(r"<code>([^<]+)</code>", page)[1]
    made = User.objects.get(username="phao")
    client = browser()
    assert sign_in(client, "phao", password).status_code == 302
    assert client.get("/").headers["Location"] == "/account/password/"
    client.post("/account/password/", {"old": password, "new": PASSWORD, "again": PASSWORD})
    assert client.get("/records/").status_code == 403
    assert "Đã giao vai trò" in give(desk, made, "records_staff")
    assert client.get("/records/").status_code == 302  # rights changed: sign in anew
    sign_in(client, "phao")
    assert client.get("/records/").status_code == 200
    assert told("phao") == {"account_made", "password_changed", "grant_given"}


def test_every_change_is_written_down_and_told_to_the_person_and_the_other_administrators(
    desk: Client, admin: User
) -> None:
    from portal.models import Grant

    make_account("minh", "administrator")
    lan = make_account("lan")
    give(desk, lan)
    desk.post(f"/people/roles/{Grant.objects.get(user=lan).pk}/end")
    desk.post(f"/people/{lan.pk}/password")
    desk.post(f"/people/{lan.pk}/off")
    desk.post(f"/people/{lan.pk}/on")
    wanted = {"grant_given", "grant_ended", "password_reset", "account_off", "account_on"}
    assert told("lan") == wanted
    assert told("minh") >= wanted
    assert [(one["role"], one["actor"]) for one in kinds("grant.given")][-1] == ("clerk", "quan_tri")
    assert [one["actor"] for one in kinds("grant.ended")] == ["quan_tri"]
    changed = [one["what"] for one in kinds("account.changed") if one["object"] == "account:lan"]
    assert changed == ["password", "off", "on"]
    assert Grant.objects.get(user=lan).ended_by == "quan_tri"  # ended, not deleted


def test_the_bell_counts_what_is_new_and_looking_at_it_makes_it_old(desk: Client) -> None:
    lan = make_account("lan", "records_staff")
    give(desk, lan)
    client = browser()
    sign_in(client, "lan")
    assert re.search(r'Thông báo <span class="badge">1</span>', client.get("/account/").content.decode())
    page = client.get("/account/notices/").content.decode()
    assert "Tài khoản lan được giao vai trò văn thư, toàn cơ quan. Người giao: quan_tri." in page
    assert 'class="badge">1</span>' not in client.get("/account/").content.decode()


def test_nobody_gives_themselves_a_role_or_switches_themselves_off(desk: Client, admin: User) -> None:
    from portal.models import Grant

    make_account("minh", "administrator")
    assert "Không ai tự giao vai trò" in give(desk, admin, "records_staff")
    assert "Không thể tự khóa" in desk.post(f"/people/{admin.pk}/off", follow=True).content.decode()
    own = Grant.objects.get(user=admin)
    assert (
        "Không thể tự thôi quản trị" in desk.post(f"/people/roles/{own.pk}/end", follow=True).content.decode()
    )
    assert list(Grant.objects.filter(user=admin, ended_at=None).values_list("role", flat=True)) == [
        "administrator"
    ]


def test_the_last_administrator_cannot_be_ended_or_switched_off() -> None:
    from django.core.exceptions import ValidationError

    from portal.accounts import changing
    from portal.models import Grant

    last, gone = make_account("a", "administrator"), make_account("b", "administrator")
    changing.switch_off(gone, by=last)
    with pytest.raises(ValidationError, match="cuối cùng"):
        changing.switch_off(last, by=gone)
    with pytest.raises(ValidationError, match="cuối cùng"):
        changing.end_role(Grant.objects.get(user=last), by=gone)


def test_an_administrator_is_one_for_the_whole_office(desk: Client) -> None:
    from portal.models import Grant

    lan = make_account("lan")
    desk.post("/people/units/new", {"name": "Xã Phú Lâm"})
    assert "chỉ giao cho toàn cơ quan" in give(desk, lan, "administrator", unit="Xã Phú Lâm")
    assert not Grant.objects.filter(user=lan).exists()
    assert "Đã giao vai trò" in give(desk, lan, "administrator")


@pytest.mark.parametrize(
    "form",
    [
        {"role": "king"}, {"role": ""}, {"level": "9"}, {"level": "x"}, {"level": "-1"}, {"unit": "Không Có"},
    ],
)  # fmt: skip
def test_a_malformed_role_is_refused_with_a_sentence(desk: Client, form: dict[str, str]) -> None:
    from portal.models import Grant

    lan = make_account("lan")
    assert 'class="note told bad"' in give(desk, lan, **form)  # type: ignore[arg-type]
    assert not Grant.objects.filter(user=lan).exists()


def test_only_administrators_come_to_these_pages() -> None:
    from django.contrib.auth.models import User

    lan = make_account("lan", "records_staff", "clerk", "auditor", "official")
    client = browser()
    sign_in(client, "lan")
    for address in ("/people/", "/people/new", f"/people/{lan.pk}/", "/people/units/"):
        assert client.get(address).status_code == 403, address
    for address in ("password", "factor", "off", "on", "roles"):
        assert client.post(f"/people/{lan.pk}/{address}").status_code == 403, address
    assert client.post("/people/new", {"name": "x"}).status_code == 403
    assert User.objects.count() == 1


def test_a_lost_second_factor_is_taken_away_by_an_administrator(desk: Client) -> None:
    from tests.portal.accounts.doors import give_app

    lan = make_account("lan", "records_staff")
    give_app(lan)
    client = browser()
    assert sign_in(client, "lan").headers["Location"] == "/login/code/"
    desk.post(f"/people/{lan.pk}/factor")
    assert sign_in(browser(), "lan").headers["Location"] == "/"
    assert told("lan") == {"factor_reset"}


def test_accounts_that_nobody_uses_are_switched_off_but_never_the_last_administrator() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from portal.accounts.daily import look_after_accounts
    from portal.models import AccountState

    admin, lan, new = make_account("quan_tri", "administrator"), make_account("lan"), make_account("moi")
    old = timezone.now() - timedelta(days=46)
    AccountState.objects.exclude(user=new).update(on_since=old)
    for user in (admin, lan):
        user.last_login = old
        user.save()
    assert look_after_accounts() == 1
    lan.refresh_from_db()
    admin.refresh_from_db()
    assert (lan.is_active, admin.is_active) == (False, True)
    assert told("quan_tri") == {"account_idle"}
    answer = sign_in(browser(), "lan")
    assert answer.status_code == 403
    assert "đã lâu không dùng" in answer.content.decode()
    assert look_after_accounts() == 0


def test_an_account_by_which_a_system_comes_in_is_not_idle() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from portal.accounts.daily import look_after_accounts
    from portal.models import AccountState, ApiToken

    user = make_account("mot_cua")
    AccountState.objects.update(on_since=timezone.now() - timedelta(days=46))
    key = {"handle": "a", "digest": "0" * 64, "made_at": timezone.now(), "last_used_at": timezone.now()}
    ApiToken.objects.create(user=user, **key)
    assert look_after_accounts() == 0
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(days=46))
    assert look_after_accounts() == 1


def test_an_idle_account_is_switched_off_at_its_own_sign_in_too() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from portal.models import AccountState

    make_account("lan", "records_staff")
    AccountState.objects.update(on_since=timezone.now() - timedelta(days=46))
    assert sign_in(browser(), "lan").status_code == 403
    with options(idle_account_days=60):
        assert sign_in(browser(), "lan").status_code == 403  # an administrator switches it on again


def test_folders_of_the_inbox_become_units_that_wait_for_their_place(desk: Client) -> None:
    from portal.models import IntakeFile, Unit
    from tests.portal.accounts.test_units import file_from

    file_from("Xã Phú Lâm")
    file_from("Xã Phú Lâm")
    file_from("Phòng Tư pháp")
    page = desk.get("/people/units/").content.decode()
    assert "2 thư mục mới thấy" in page
    assert told("quan_tri") == {"unit_new"}
    assert IntakeFile.objects.count() == 3
    commune = Unit.objects.get(name="Xã Phú Lâm")
    office = Unit.objects.get(name="Phòng Tư pháp")
    desk.post(f"/people/units/{office.pk}", {"title": "", "parent": "Xã Phú Lâm"})
    office.refresh_from_db()
    assert (office.parent_id, office.placed_by) == (commune.pk, "quan_tri")
    assert (
        "không thể nằm dưới"
        in desk.post(f"/people/units/{commune.pk}", {"parent": "Phòng Tư pháp"}, follow=True).content.decode()
    )


def test_accounts_are_listed_by_given_name_as_in_vietnam_and_found_without_marks(desk: Client) -> None:
    for number, name in enumerate(("Trần Đào", "Lê Dũng", "Lò Ánh", "Vàng Ăn", "Đỗ Ân", "Hà An")):
        user = make_account(f"nv{number}")
        user.last_name = name
        user.save()
    page = desk.get("/people/?state=on").content.decode()
    shown = re.findall(r'href="/people/\d+/">([^<]+)</a>', page)
    assert shown == ["Hà An", "Lò Ánh", "Vàng Ăn", "Đỗ Ân", "Lê Dũng", "Trần Đào", "quan_tri"]
    page = desk.get("/people/?q=dao").content.decode()
    assert re.findall(r'href="/people/\d+/">([^<]+)</a>', page) == ["Trần Đào"]
