"""Rights: what a role opens, at which unit, for which types, up to which level."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal.catalogued import add, make_record, search_all
from tests.portal.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("portal_data")


def records_at(*units: str, record_type: str = "decision") -> list[str]:
    return [
        add(make_record(f"Quyết định của {unit}", name=f"{unit}.pdf", record_type=record_type), unit=unit)
        for unit in units
    ]


def seen(person: object) -> set[str]:
    from portal.rights.asking import rights_of

    return set(rights_of(person).records().values_list("pk", flat=True))  # type: ignore[arg-type]


def test_a_commune_sees_its_own_and_the_province_all_below() -> None:
    from portal.models import Unit

    province, commune, other = records_at("tinh", "xa-a", "xa-b")
    above, below = make_person("tinh", unit="tinh"), make_person("xa", unit="xa-a")
    Unit.objects.filter(name="xa-a").update(parent=Unit.objects.get(name="tinh"))
    assert seen(above) == {province, commune}
    assert seen(below) == {commune}
    assert seen(make_person("ca-co-quan")) == {province, commune, other}


def test_somebody_without_a_role_or_with_an_ended_one_sees_nothing() -> None:
    from django.contrib.auth.models import User

    from portal.models import Grant
    from portal.rights.granting import end

    records_at("xa-a")
    person = make_person("lan")
    end(Grant.objects.get(user=person), by="test")
    assert seen(person) == seen(User.objects.create_user("moi")) == set()


def test_administrators_see_no_papers_by_that_role_alone() -> None:
    records_at("xa-a")
    assert seen(make_person("tri", "administrator")) == set()


def test_types_and_levels_narrow_what_a_role_opens() -> None:
    [decision] = records_at("xa-a")
    [adoption] = records_at("xa-b", record_type="adoption_certificate")
    assert seen(make_person("quyet-dinh", types=("decision",))) == {decision}
    assert seen(make_person("muc-hai", level=2)) == {decision}
    assert seen(make_person("muc-ba", level=3)) == {decision, adoption}


def test_two_grants_open_what_each_opens_and_not_what_both_together_would() -> None:
    from portal.rights.granting import give
    from portal.rights.roles import Role

    person = make_person("lan", unit="xa-a", types=("decision",))
    give(person, Role.AUDITOR, by="test", types=("notice",), level=2)
    [here] = records_at("xa-a")
    [elsewhere] = records_at("xa-b")
    [notice] = records_at("xa-c", record_type="notice")
    assert seen(person) == {here, notice}
    assert elsewhere not in seen(person)


def test_search_finds_only_what_the_person_may_see() -> None:
    from portal.catalogue.search import search
    from portal.rights.asking import rights_of

    here, _there = records_at("xa-a", "xa-b")
    rights = rights_of(make_person("lan", unit="xa-a"))
    assert [hit.record_id for hit in search("quyết định", rights=rights).hits] == [here]
    assert search_all("quyết định").total == 2
    assert search("quyết định", rights=type(rights)()).total == 0


@pytest.mark.parametrize("below", ["", "pages/1.webp", "original", "searchable.pdf", "review"])
def test_a_record_that_one_may_not_see_is_not_there(below: str) -> None:
    [record] = records_at("xa-b")
    assert signed_in("lan", unit="xa-a").get(f"/records/{record}/{below}").status_code == 404


def test_an_auditor_looks_but_does_not_correct() -> None:
    [record] = records_at("xa-a")
    auditor = signed_in("kiem-toan", "auditor")
    assert auditor.get(f"/records/{record}/").status_code == 200
    assert auditor.get(f"/records/{record}/review").status_code == 403


def test_files_are_known_to_their_sender_and_to_their_unit() -> None:
    from django.utils import timezone

    from portal.models import IntakeFile
    from portal.rights.asking import rights_of

    for name, unit, sender in (("a.pdf", "xa-a", ""), ("b.pdf", "xa-b", ""), ("c.pdf", "xa-b", "lan")):
        IntakeFile.objects.create(
            name=name,
            unit=unit,
            sent_by=sender,
            sha256=name,
            size_bytes=1,
            received_at=timezone.now(),
            record_id=f"hs-{name}",  # given when a file is taken, long before there is such a record
        )
    lan, narrow = make_person("lan", unit="xa-a"), make_person("hep", types=("decision",))
    names = [set(rights_of(one).files().values_list("name", flat=True)) for one in (lan, narrow)]
    assert names == [{"a.pdf", "c.pdf"}, set()]


def test_a_file_whose_record_is_closed_to_somebody_is_closed_too() -> None:
    from django.utils import timezone

    from portal.models import IntakeFile
    from portal.rights.asking import rights_of

    [record] = records_at("xa-a", record_type="adoption_certificate")
    IntakeFile.objects.create(
        name="con-nuoi.pdf", sha256="1", size_bytes=1, received_at=timezone.now(), record_id=record
    )
    assert not rights_of(make_person("muc-hai", level=2)).files().exists()
    assert rights_of(make_person("muc-ba", level=3)).files().exists()


def test_giving_the_same_role_twice_makes_one_grant_and_both_ends_are_written_down() -> None:
    from portal.models import AuditEvent, Grant
    from portal.rights.granting import end, give
    from portal.rights.roles import Role

    person = make_person("lan")
    give(person, Role.RECORDS_STAFF, by="test", level=4)
    [grant] = Grant.objects.filter(user=person)
    end(grant, by="tri")
    kinds = AuditEvent.objects.filter(object="account:lan").values_list("kind", "actor")
    assert list(kinds) == [("grant.given", "test"), ("grant.ended", "tri")]


def test_every_route_says_who_may_come() -> None:
    from django.contrib.auth import REDIRECT_FIELD_NAME  # noqa: F401  Django is ready
    from django.urls import URLPattern, get_resolver

    from portal.rights.guarding import DECLARED

    def walk(patterns: list[object], before: str = "") -> list[str]:
        open_ones = []
        for one in patterns:
            route = before + str(one.pattern)  # type: ignore[attr-defined]
            if not isinstance(one, URLPattern):
                open_ones += walk(one.url_patterns, route)  # type: ignore[attr-defined]
            elif not _is_declared(one.callback):
                open_ones.append(route)
        return open_ones

    def _is_declared(view: object) -> bool:
        foreign = not getattr(view, "__module__", "").startswith("portal.")
        kept_open = getattr(view, "login_required", True) is False
        return hasattr(view, DECLARED) or kept_open or (foreign and _is_known(view))

    def _is_known(view: object) -> bool:
        return getattr(view, "__name__", "") in {"LoginView", "LogoutView", "view"}

    assert walk(get_resolver().url_patterns) == []


def test_an_old_account_keeps_seeing_everything(portal_data: Path) -> None:
    """What the migration gives to accounts that were there before there were roles."""
    from importlib import import_module

    from django.apps import apps
    from django.contrib.auth.models import Group, User

    records = set(records_at("xa-a", "xa-b"))
    person = User.objects.create_user("cu")
    person.groups.add(Group.objects.create(name="van_thu"))
    import_module("portal.migrations.0012_first_grants").carry_rights_over(apps, None)
    from portal.rights.asking import rights_of
    from portal.rights.roles import Right

    assert seen(person) == records
    assert rights_of(person).may(Right.CLERK)
