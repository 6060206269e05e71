"""A second factor: obligatory for administrators, whose role has no effect without; apps, codes, rules."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.portal.accounts.doors import (
    PASSWORD,
    browser,
    code_for,
    give_app,
    kinds,
    make_account,
    options,
    sign_in,
)

pytestmark = pytest.mark.usefixtures("portal_data")


def administers(client: Client) -> bool:
    return client.get("/people/").status_code == 200


def set_up_app(client: Client) -> str:
    """Goes through the page as a person does; the app's secret."""
    page = client.get("/account/app/").content.decode()
    secret = "".join(re.findall(r"<code>(\w{4})</code>", page))
    assert client.post("/account/app/", {"code": code_for(secret)}).headers["Location"] == "/account/codes/"
    return secret


def test_the_administrators_role_has_no_effect_before_a_second_factor_and_has_it_after() -> None:
    make_account("quan_tri", "administrator", "records_staff")
    client = browser()
    assert sign_in(client, "quan_tri").headers["Location"] == "/account/"
    assert "Quyền quản trị chưa có hiệu lực" in client.get("/account/").content.decode()
    assert client.get("/records/").status_code == 200  # the other role is there
    assert not administers(client)
    assert client.get("/outgoing/people/").status_code in {403, 404}
    set_up_app(client)
    assert administers(client)
    assert client.get("/outgoing/people/").status_code == 200
    assert [one["what"] for one in kinds("account.factor")] == [
        "added",
        "added",
    ]  # the app, and recovery codes


def test_the_qr_code_is_drawn_in_the_page_without_anything_inline() -> None:
    make_account("lan", "records_staff")
    client = browser()
    sign_in(client, "lan")
    page = client.get("/account/app/").content.decode()
    assert '<path d="M' in page
    assert not re.search(r"\sstyle=|data:image|<script(?![^>]*\bsrc=)", page)


def test_a_code_is_asked_at_each_sign_in_and_taken_once() -> None:
    user = make_account("quan_tri", "administrator")
    secret = give_app(user)
    client = browser()
    assert sign_in(client, "quan_tri").headers["Location"] == "/login/code/"
    assert client.get("/records/").status_code == 302  # half a sign-in is none
    wrong = client.post("/login/code/", {"code": "000000"})
    assert "Mã chưa đúng" in wrong.content.decode()
    code = code_for(secret)
    assert client.post("/login/code/", {"code": code}).headers["Location"] == "/"
    assert administers(client)
    cache.clear()  # as a restart does
    again = browser()
    sign_in(again, "quan_tri")
    assert "đã dùng rồi" in again.post("/login/code/", {"code": code}).content.decode()
    assert again.get("/people/").status_code == 302
    assert [one["why"] for one in kinds("login.failed")] == ["factor"]


def test_who_guesses_codes_is_held() -> None:
    secret = give_app(make_account("quan_tri", "administrator"))
    client = browser()
    sign_in(client, "quan_tri")
    for number in range(5):
        client.post("/login/code/", {"code": f"{number:06}"})
    held = client.post("/login/code/", {"code": code_for(secret)})
    assert "Đã thử sai nhiều lần" in held.content.decode()


def test_recovery_codes_are_shown_once_and_each_works_once() -> None:
    make_account("quan_tri", "administrator")
    client = browser()
    sign_in(client, "quan_tri")
    set_up_app(client)
    codes = re.findall(r"<code>([\w-]+)</code>", client.get("/account/codes/").content.decode())
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/codes/").content.decode()
    lost = browser()
    sign_in(lost, "quan_tri")
    assert lost.post("/login/code/", {"code": codes[0]}).headers["Location"] == "/"
    assert administers(lost)
    again = browser()
    sign_in(again, "quan_tri")
    assert again.post("/login/code/", {"code": codes[0]}).status_code == 200
    assert again.post("/login/code/", {"code": codes[1]}).status_code == 302


def test_secrets_of_apps_do_not_lie_open_in_the_database() -> None:
    from allauth.mfa.models import Authenticator

    secret = give_app(make_account("lan"))
    assert secret not in str(Authenticator.objects.get().data)


def test_turning_the_last_factor_off_takes_the_administrators_role_out_of_effect_at_once() -> None:
    make_account("quan_tri", "administrator")
    client = browser()
    sign_in(client, "quan_tri")
    set_up_app(client)
    assert administers(client)
    assert client.post("/account/app/off/").status_code == 302
    assert not administers(client)


@pytest.mark.parametrize(
    ("rule", "networks", "address", "is_led"),
    [
        ("administrators", (), "203.0.113.5", False),
        ("everybody", ("10.0.0.0/8",), "10.1.2.3", True),
        ("outside", ("10.0.0.0/8", "192.168.0.0/16"), "10.1.2.3", False),
        ("outside", ("10.0.0.0/8", "192.168.0.0/16"), "203.0.113.5", True),
        ("outside", ("10.0.0.0/8",), "::ffff:10.1.2.3", False),
        ("outside", (), "10.1.2.3", True),
    ],
)
def test_the_offices_rule_says_who_else_comes_no_further_without_one(
    rule: str, networks: tuple[str, ...], address: str, is_led: bool
) -> None:
    from portal.accounts.options import FactorRule

    make_account("lan", "records_staff")
    client = browser()
    with options(second_factor=FactorRule(rule), inside_networks=networks):
        sign_in(client, "lan", REMOTE_ADDR=address)
        answer = client.get("/records/", REMOTE_ADDR=address)
        assert (answer.status_code == 302) is is_led
        if is_led:
            assert answer.headers["Location"] == "/account/"
            assert "để tiếp tục" in client.get("/account/", REMOTE_ADDR=address).content.decode()
            set_up_app(client)
            assert client.get("/records/", REMOTE_ADDR=address).status_code == 200


def test_the_demonstration_asks_for_none_and_says_so() -> None:
    make_account("demo", "administrator", "records_staff")
    client = browser()
    with options(asks_no_factor=True):
        assert sign_in(client, "demo").headers["Location"] == "/"
        assert "Bản trình diễn không đòi xác thực bước hai" in client.get("/people/").content.decode()


def test_what_matters_asks_again_who_it_is_and_then_goes_on() -> None:
    make_account("quan_tri", "administrator")
    client = browser()
    sign_in(client, "quan_tri")
    set_up_app(client)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    typed = {"name": "moi", "full_name": "Lò Thị Mới"}
    asked = client.post("/people/new", typed)
    assert asked.headers["Location"] == "/account/again/?next=%2Fpeople%2Fnew"
    assert (
        "Mật khẩu chưa đúng"
        in client.post("/account/again/?next=%2Fpeople%2Fnew", {"password": "sai"}).content.decode()
    )
    done = client.post("/account/again/?next=%2Fpeople%2Fnew", {"password": PASSWORD})
    assert "Mật khẩu dùng một lần" in done.content.decode()  # what was sent was not lost
