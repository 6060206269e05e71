"""Signing in by an OpenID Connect provider: a real one on loopback, whose users the tests name."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from tests.portal.accounts.doors import browser, kinds, make_account, options

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("portal_data")


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Address of the provider."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the provider's own libraries
        import oidc_provider_mock

        with oidc_provider_mock.run_server_in_thread() as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def office(provider: str) -> Iterator[None]:
    from portal.accounts.options import GroupRole, OidcOptions

    oidc = OidcOptions(
        server_url=provider,
        client_id="hoso",
        secret="bí-mật",
        name="tài khoản của tỉnh",
        allowed_groups=("hoso", "van-thu"),
        roles=(GroupRole(group="van-thu", role="clerk", unit="Xã Phú Lâm"),),
    )
    with options(oidc=oidc):
        yield


def come_in(provider: str, name: str, *groups: str, client: Client | None = None) -> tuple[Client, Any]:
    """Goes to the provider, says yes there, and comes back; the browser and the last answer."""
    claims = {"name": "Lò Thị Lan", "preferred_username": name, "email": f"{name}@xa.vn", "groups": groups}
    httpx.put(f"{provider}/users/{quote(name)}", json=claims).raise_for_status()
    client = client or browser()
    away = client.get("/login/with/office/")
    assert away.headers["Location"].startswith(f"{provider}/oauth2/authorize"), away
    back = httpx.post(away.headers["Location"], data={"sub": name}).headers["Location"]
    assert "/login/with/office/back/" in back
    return client, client.get(back[back.index("/login/") :])


def test_the_sign_in_page_offers_the_provider_by_its_name() -> None:
    assert "Đăng nhập bằng tài khoản của tỉnh" in browser().get("/login/").content.decode()
    with options(oidc=None):
        assert "của tỉnh" not in browser().get("/login/").content.decode()
        assert browser().get("/login/with/office/").status_code == 404


def test_somebody_new_gets_an_account_without_any_role_and_the_administrators_are_told(provider: str) -> None:
    from django.contrib.auth.models import User

    from portal.models import Grant, Notice

    make_account("quan_tri", "administrator")
    client, answer = come_in(provider, "lan", "hoso")
    assert answer.status_code == 302
    user = User.objects.get(username="lan")
    assert not Grant.objects.filter(user=user).exists()
    assert not user.has_usable_password()
    assert client.get("/records/").status_code == 403
    assert client.get("/account/").status_code == 200
    assert "hệ thống đăng nhập chung" in client.get("/account/password/").content.decode()
    assert Notice.objects.filter(user__username="quan_tri", kind="account_made").exists()
    assert [one["object"] for one in kinds("login")] == ["account:lan"]
    come_in(provider, "lan", "hoso")  # the same person again
    assert User.objects.count() == 2


def test_a_group_gives_the_role_that_the_settings_tie_to_it_and_takes_it_with_it(provider: str) -> None:
    from portal.models import Grant

    come_in(provider, "lan", "van-thu")
    grant = Grant.objects.get()
    assert (grant.role, grant.unit and grant.unit.name, grant.given_by) == ("clerk", "Xã Phú Lâm", "oidc")
    come_in(provider, "lan", "van-thu")
    assert Grant.objects.count() == 1
    come_in(provider, "lan", "hoso")
    assert Grant.objects.get().ended_by == "oidc"


def test_what_an_administrator_gave_stays_whatever_the_groups_say(provider: str) -> None:
    from django.contrib.auth.models import User

    from portal.models import Grant
    from portal.rights.granting import give
    from portal.rights.roles import Role

    come_in(provider, "lan", "hoso")
    give(User.objects.get(username="lan"), Role.AUDITOR, by="quan_tri")
    come_in(provider, "lan", "van-thu")
    come_in(provider, "lan", "hoso")
    assert list(Grant.objects.filter(ended_at=None).values_list("role", flat=True)) == ["auditor"]


def test_whom_the_settings_do_not_let_in_stays_outside_without_an_account(provider: str) -> None:
    from django.contrib.auth.models import User

    client, answer = come_in(provider, "nguoi_la", "khach")
    assert answer.status_code == 403
    assert "chưa được phép" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert not User.objects.exists()
    assert [one["why"] for one in kinds("login.failed")] == ["not_allowed"]


def test_an_account_of_our_own_is_not_opened_by_a_provider_that_knows_its_name(provider: str) -> None:
    from django.contrib.auth.models import User

    own = make_account("lan", "records_staff")
    client, _ = come_in(provider, "lan", "hoso")
    assert client.get("/records/").status_code == 403
    assert User.objects.exclude(pk=own.pk).get().get_username() != "lan"


def test_an_account_that_is_switched_off_does_not_come_in_by_the_provider(provider: str) -> None:
    from django.contrib.auth.models import User

    come_in(provider, "lan", "hoso")
    User.objects.update(is_active=False)
    client, answer = come_in(provider, "lan", "hoso")
    assert answer.status_code == 403
    assert client.get("/").status_code == 302


def test_a_provider_that_does_not_answer_is_said_in_words() -> None:
    from portal.configuration import current

    oidc = current().accounts.oidc
    assert oidc is not None
    with options(oidc=replace(oidc, server_url="http://127.0.0.1:9")):
        answer = browser().get("/login/with/office/")
    assert answer.status_code == 502
    assert "không trả lời" in answer.content.decode()


def test_an_answer_that_nobody_asked_for_is_refused() -> None:
    answer = browser().get("/login/with/office/back/?code=made-up&state=made-up")
    assert answer.status_code in {302, 502}
    assert not kinds("login")
