"""What a page costs, where it can be counted: bytes of a first load, rows that a poll reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.portal.catalogued import add, make_record
from tests.portal.persons import make_person, signed_in

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("portal_data")

MOST_BYTES = 150_000
"""Of a page with its sheets and scripts, as they are (issue: "first page under 150 kB")."""
PAGES = (
    "/",
    "/search/?q=tờ",
    "/records/",
    "/review/",
    "/wall/",
    "/audit/",
    "/people/",
    "/login/",
)
STATIC = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:css|js)[^"]*)"')
LARGE = ("portal_intakefile", "portal_intakepage", "portal_cataloguerecord", "portal_auditevent")
"""Tables that grow with the archive; a poll must find its rows in them by an index."""


@pytest.fixture
def everybody() -> Client:
    return signed_in("het", "records_staff", "official", "clerk", "auditor", "administrator")


def put(count: int) -> None:
    for number in range(count):
        record = make_record(f"tờ {number}", name=f"{number}.pdf", record_type="decision")
        add(record, received_at=f"2026-05-01T08:{number:02d}:00+07:00", unit="xa-a")


def body_of(client: Client, address: str) -> bytes:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def test_no_first_load_weighs_more_than_the_bound(everybody: Client) -> None:
    put(30)
    held: dict[str, int] = {}
    for page in PAGES:
        html = body_of(everybody, page)
        parts = dict.fromkeys(STATIC.findall(html.decode()))
        assert parts, page
        held[page] = len(html) + sum(len(body_of(everybody, one)) for one in parts)
    assert {page: size for page, size in held.items() if size > MOST_BYTES} == {}


def plans_of(client: Client, address: str) -> list[tuple[str, str]]:
    """Each question that an address asks, with the steps of SQLite's plan for it."""
    from django.db import connection

    asked: list[tuple[str, object]] = []

    def noted(execute, sql, parameters, many, context):  # type: ignore[no-untyped-def]
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(noted):
        client.get(address)
    plans = []
    with connection.cursor() as cursor:
        for sql, parameters in asked:
            if sql.startswith("SELECT"):
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
                plans += [(sql, str(row[3])) for row in cursor.fetchall()]
    return plans


def read_whole(plans: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Steps that go through the rows of a large table; going through an index alone is a tenth of that."""
    return [
        (step, sql)
        for sql, step in plans
        if step.split(" ")[0] == "SCAN"
        and step.split(" ")[1] in LARGE
        and "COVERING" not in step
        and not sql.endswith("ORDER BY 1 DESC LIMIT 1")  # the last row, read from the end
    ]


@pytest.mark.needs("sqlite")
@pytest.mark.parametrize("address", ["/work/?seen=x", "/work/?seen=x&unit=xa-a", "/rescan/"])
def test_a_page_that_is_asked_for_often_reads_no_large_table_from_end_to_end(address: str) -> None:
    put(3)
    plans = plans_of(signed_in("quet"), address)
    assert plans
    assert read_whole(plans) == []


@pytest.mark.needs("sqlite")
def test_what_waits_is_counted_by_type_and_unit_without_a_question_to_the_database() -> None:
    put(3)
    plans = plans_of(signed_in("xem"), "/review/")
    assert plans
    assert [sql for sql, _step in plans if "GROUP BY" in sql and "portal_cataloguerecord" in sql] == []


def test_the_files_of_a_list_are_those_that_one_may_know_of() -> None:
    """Both ways of writing the question answer alike."""
    from django.utils import timezone

    from portal.models import CatalogueRecord, IntakeFile
    from portal.rights.asking import rights_of

    put(3)
    ids = [*CatalogueRecord.objects.values_list("pk", flat=True), "", "hs-gone"]
    for number, (record_id, unit) in enumerate((one, unit) for one in ids for unit in ("xa-a", "xa-b", "")):
        IntakeFile.objects.create(
            name=f"{number}.pdf", unit=unit, sha256=f"{number:064x}", size_bytes=1, record_id=record_id,
            received_at=timezone.now(), sent_by="xa" if number == 1 else "",
        )  # fmt: skip
    people = (
        make_person("xa", unit="xa-b"),
        make_person("muc", unit="xa-a", level=1),
        make_person("loai", types=("decision",)),
        make_person("het"),
    )
    for person in people:
        rights = rights_of(person)
        listed, asked = (
            list(rights.files(is_whole=way).values_list("pk", flat=True)) for way in (True, False)
        )
        assert listed == asked
        assert listed
