"""The tables of a new version come once, whoever starts first, and compare by bytes on any server."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from records.errors import SettingInvalid
from tests.portal.postgres import Migrated, used

pytestmark = pytest.mark.needs("postgres", "initdb")


def test_every_text_compares_by_bytes_on_a_server_of_another_language(
    postgresql: Migrated, tmp_path: Path
) -> None:
    from django.conf import settings

    from portal.configuration import migrate

    with postgresql.server.fresh(collation="C.UTF-8") as database, used(database):
        from django.db import connection

        migrate(settings.HOSO)
        migrate(settings.HOSO)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT collation_name FROM information_schema.columns"
                " WHERE table_name LIKE 'portal_%' AND data_type IN ('text', 'character varying')"
            )
            assert cursor.fetchall() == [("C",)]


def test_beginnings_of_text_are_looked_up_by_one_index_and_not_by_a_second(postgresql: Migrated) -> None:
    from django.conf import settings

    from portal.configuration import migrate

    with postgresql.server.fresh(collation="C.UTF-8") as database, used(database):
        from django.db import connection

        migrate(settings.HOSO)
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%%like%%'")
            assert [name for (name,) in cursor.fetchall() if name.endswith("_like")] == []
            cursor.execute("SET enable_seqscan = off")
            cursor.execute("EXPLAIN SELECT 1 FROM portal_cataloguerecord WHERE document_number LIKE '12/Q%%'")
            plan = " ".join(line for (line,) in cursor.fetchall())
            assert "Index Cond" in plan
            assert "document_number" in plan


def test_two_that_start_together_both_find_the_tables(postgresql: Migrated) -> None:
    from django.conf import settings
    from django.db import connection, connections

    from portal.configuration import migrate

    faults: list[BaseException] = []

    def start() -> None:
        try:
            migrate(settings.HOSO)
        except BaseException as error:
            faults.append(error)
        finally:
            connections.close_all()

    with postgresql.server.fresh() as database, used(database):
        threads = [threading.Thread(target=start) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(100)
        assert not faults
        assert "portal_auditevent" in connection.introspection.table_names()


def test_a_server_that_does_not_answer_is_told_with_its_name_and_without_the_password(
    postgresql: Migrated, tmp_path: Path
) -> None:
    from dataclasses import replace

    from django.conf import settings

    from portal.configuration import migrate

    nowhere = replace(postgresql.server.database("hoso"), host=str(tmp_path), password="only-we-know")
    with used(nowhere), pytest.raises(SettingInvalid, match="hoso") as refused:
        migrate(settings.HOSO)
    assert "only-we-know" not in str(refused.value)
    assert "database.url" in refused.value.remedy_vi
