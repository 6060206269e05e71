"""At the door: passwords of one's own, guesses that are slowed down, and words that give nothing away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.portal.accounts.doors import (
    OTHER_PASSWORD,
    PASSWORD,
    browser,
    kinds,
    make_account,
    options,
    sign_in,
)

pytestmark = pytest.mark.usefixtures("portal_data")


def test_a_person_comes_in_with_their_own_password_and_goes_out() -> None:
    make_account("lan", "records_staff")
    client = browser()
    assert "chưa đúng" in sign_in(client, "lan", "sai").content.decode()
    assert sign_in(client, "lan").headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert client.post("/logout/").status_code == 302
    assert client.get("/").status_code == 302
    assert [one["object"] for one in kinds("login")] == ["account:lan"]
    assert [one["actor"] for one in kinds("logout")] == ["lan"]


def test_a_password_that_somebody_else_set_is_changed_before_anything_else() -> None:
    make_account("lan", "records_staff", must_change=True)
    client = browser()
    sign_in(client, "lan")
    for address in ("/", "/records/", "/account/", "/search/?q=x"):
        assert client.get(address).headers["Location"] == "/account/password/", address
    typed = {"old": PASSWORD, "new": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert client.post("/account/password/", typed).headers["Location"] == "/"
    assert client.get("/records/").status_code == 200
    assert sign_in(browser(), "lan").status_code == 200  # the old one is refused
    assert sign_in(browser(), "lan", OTHER_PASSWORD).status_code == 302
    assert [one["by"] for one in kinds("account.password")] == ["self"]


@pytest.mark.parametrize(
    ("wanted", "because"),
    [
        ("Ab1-xyz", "ít nhất 8"),
        ("abcdefg1-", "chữ hoa"),
        ("ABCDEFG1-", "chữ thường"),
        ("Abcdefgh-", "chữ số"),
        ("Abcdefgh1", "ký hiệu"),
        ("Lananh-2026x", "tên của bạn"),
        ("Password@123", "dễ đoán"),
        ("Matkhau@2026", "dễ đoán"),
        (PASSWORD, "gần đây"),
        ("A1-" + "b" * 200, "new"),
    ],
)
def test_a_password_against_the_rule_is_refused_with_what_it_lacks(wanted: str, because: str) -> None:
    make_account("lananh", "records_staff")
    client = browser()
    sign_in(client, "lananh")
    answer = client.post("/account/password/", {"old": PASSWORD, "new": wanted, "again": wanted})
    assert answer.status_code == 422
    assert because in answer.content.decode()


def test_the_last_passwords_are_not_taken_again() -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from portal.accounts.passwords import set_password

    user = make_account("lan")
    for number in range(3):
        set_password(user, f"Suối-{number}-trong-vắt", must_change=False)
    for former in (PASSWORD, "Suối-0-trong-vắt", "Suối-2-trong-vắt"):
        with pytest.raises(ValidationError, match="gần đây"):
            validate_password(former, user)
    set_password(user, OTHER_PASSWORD, must_change=False)
    validate_password(PASSWORD, user)  # the fourth before is forgotten


def test_passwords_that_we_make_satisfy_our_own_rule() -> None:
    from portal.accounts.passwords import MixedValidator, NotCommonValidator, new_password

    for _ in range(50):
        made = new_password()
        MixedValidator().validate(made)
        NotCommonValidator().validate(made)


@pytest.mark.parametrize("name", ["lan", "nobody-of-this-name"])
def test_who_guesses_is_held_and_told_how_long_whether_the_account_exists_or_not(name: str) -> None:
    make_account("lan", "records_staff")
    client = browser()
    shown = [sign_in(client, name, f"Sai-{number}-sai").content.decode() for number in range(6)]
    assert all("chưa đúng" in page for page in shown[:5])
    assert "Đã thử sai nhiều lần. Hãy đợi" in shown[5]
    held = sign_in(browser(), name).content.decode()  # even the right one, from another browser
    assert "Đã thử sai nhiều lần. Hãy đợi" in held


def test_a_hold_ends_by_itself_and_survives_a_restart() -> None:
    from django.db import connections
    from django.utils import timezone

    from portal.models import GuessCount

    make_account("lan", "records_staff")
    for number in range(5):
        sign_in(browser(), "lan", f"Sai-{number}-sai")
    connections.close_all()  # what a new process finds is what lies in the database
    assert sign_in(browser(), "lan").status_code == 200
    GuessCount.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert sign_in(browser(), "lan").status_code == 302


def test_each_wrong_guess_more_doubles_the_hold_up_to_a_quarter_of_an_hour() -> None:
    from portal.accounts import throttling

    waits = []
    for _ in range(12):
        throttling.count_failure(throttling.BY_ACCOUNT, "lan")
        waits.append(throttling.seconds_held(throttling.BY_ACCOUNT, "LAN "))
    assert waits[:4] == [0] * 4
    assert waits[4:9] == [60, 120, 240, 480, 900]
    assert set(waits[9:]) == {900}


def test_an_address_that_tries_many_names_is_held() -> None:
    from portal.accounts import throttling

    for number in range(30):
        throttling.count_failure(throttling.BY_ADDRESS, "10.0.0.7")
        assert throttling.seconds_held(throttling.BY_ACCOUNT, f"name{number}") == 0
    make_account("lan", "records_staff")
    assert sign_in(browser(), "lan", REMOTE_ADDR="10.0.0.7").status_code == 200
    assert sign_in(browser(), "lan", REMOTE_ADDR="10.0.0.8").status_code == 302


def test_what_was_typed_is_written_down_only_when_it_is_an_account() -> None:
    from portal.models import AuditEvent, GuessCount

    make_account("lan", "records_staff")
    sign_in(browser(), "lan", "sai")
    sign_in(browser(), PASSWORD, "typed into the wrong box")
    assert [one["object"] for one in kinds("login.failed")] == ["account:lan", ""]
    written = [*AuditEvent.objects.values_list("details", "object"), *GuessCount.objects.values_list("key")]
    assert PASSWORD not in str(written)


def test_the_address_behind_a_proxy_is_believed_only_from_the_proxy() -> None:
    from dataclasses import replace

    from django.conf import settings
    from django.test import RequestFactory

    from portal.accounts.client_address import client_address

    told = {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.9, 127.0.0.1"}
    near = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", **told)
    far = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", **told)
    assert client_address(near) == "127.0.0.1"  # without HTTPS there is no proxy
    before = settings.HOSO
    settings.HOSO = replace(before, is_behind_https=True)
    try:
        assert client_address(near) == "203.0.113.9"
        assert client_address(far) == "10.0.0.9"
    finally:
        settings.HOSO = before


def test_nobody_signs_up_and_no_address_asks_for_an_e_mail() -> None:
    client = browser()
    for address in ("/signup/", "/accounts/signup/", "/login/signup/", "/password/reset/"):
        assert client.get(address).status_code in {302, 404}, address
    assert "signup" not in client.get("/login/").content.decode()


def test_a_form_that_lay_open_too_long_says_so_in_words() -> None:
    from django.test import Client

    make_account("lan", "records_staff")
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/login/", {"username": "lan", "password": PASSWORD})
    assert answer.status_code == 403
    assert "phiên làm việc trước" in answer.content.decode()


def test_a_session_ends_when_nobody_does_anything_and_after_a_day_whatever_is_done() -> None:
    make_account("lan", "records_staff")
    for setting, value, words in (
        ("idle_minutes", 0, "không thao tác"),
        ("session_hours", 0, "đã hết giờ"),
    ):
        client = browser()
        sign_in(client, "lan")
        assert client.get("/records/").status_code == 200
        with options(**{setting: value}):
            answer = client.get("/records/")
            assert (answer.status_code, answer.headers["Location"]) == (302, "/login/?next=%2Frecords%2F")
        assert words in client.get("/login/").content.decode()
        assert client.get("/records/").status_code == 302


def test_a_page_that_refreshes_itself_keeps_no_session_alive() -> None:
    from portal.accounts import sessions
    from portal.models import SignedInSession

    make_account("lan", "records_staff")
    client = browser()
    sign_in(client, "lan")
    session = client.session
    session["hoso_seen"] -= 300
    session.save()
    before = SignedInSession.objects.get().seen_at
    client.get("/work/", headers={"HX-Request": "true"})
    assert SignedInSession.objects.get().seen_at == before
    client.get("/records/")
    assert SignedInSession.objects.get().seen_at > before
    assert sessions.SEEN_STEP.total_seconds() == 60


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one() -> None:
    make_account("lan", "records_staff")
    here, there = browser(), browser()
    sign_in(here, "lan")
    sign_in(there, "lan")
    here.post("/account/password/", {"old": PASSWORD, "new": OTHER_PASSWORD, "again": OTHER_PASSWORD})
    assert here.get("/records/").status_code == 200
    assert there.get("/records/").status_code == 302


def test_a_person_sees_where_they_are_signed_in_and_signs_out_there() -> None:
    from portal.models import SignedInSession

    user = make_account("lan", "records_staff")
    make_account("minh", "records_staff")
    here, there, stranger = browser(), browser(), browser()
    sign_in(here, "lan", headers={"User-Agent": "Firefox của tôi"})
    sign_in(there, "lan", headers={"User-Agent": "Máy ở phòng khác"})
    sign_in(stranger, "minh")
    page = here.get("/account/").content.decode()
    assert "Firefox của tôi" in page
    assert "Máy ở phòng khác" in page
    other = SignedInSession.objects.get(user=user, browser="Máy ở phòng khác")
    stranger.post("/account/sessions/end", {"session": other.pk})
    assert there.get("/records/").status_code == 200  # of somebody else nobody ends anything
    here.post("/account/sessions/end", {"session": other.pk})
    assert there.get("/records/").status_code == 302
    sign_in(there, "lan")
    here.post("/account/sessions/end")
    assert there.get("/records/").status_code == 302
    assert here.get("/records/").status_code == 200


def test_the_session_gets_a_new_key_at_sign_in() -> None:
    make_account("lan", "records_staff")
    client = browser()
    client.get("/login/")
    client.session.save()
    before = client.session.session_key
    sign_in(client, "lan")
    assert client.session.session_key != before


def test_the_way_back_stays_inside() -> None:
    make_account("lan", "records_staff")
    answer = browser().post(
        "/login/", {"username": "lan", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/"
    answer = browser().post(
        "/login/", {"username": "lan", "password": PASSWORD, "next": "/records/?state=review"}
    )
    assert answer.headers["Location"] == "/records/?state=review"
