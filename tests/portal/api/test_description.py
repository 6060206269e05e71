"""The interface keeps what its description promises: every operation, with odd and with fitting input."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.portal.api.callers import caller
from tests.portal.catalogued import make_field, make_record
from tests.portal.test_views import deposit

EXAMPLES = 4
"""Each operation; with more it finds the same and the suite takes longer."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES = ("records_staff", "clerk", "auditor", "official")


@pytest.fixture
def office(portal_data: Path) -> tuple[str, str]:
    """A record and a key that may do everything that a key may do."""
    record = make_record("QUYẾT ĐỊNH", name="qd.pdf", fields={"doc_number": make_field("15/QĐ-UBND")})
    return str(deposit(portal_data, record)), caller("motcua", *ROLES).key


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_operation_answers_as_it_is_described(office: tuple[str, str]) -> None:
    from portal.api.interface import api
    from portal.wsgi import make_application

    record_id, key = office
    schema = schemathesis.openapi.from_dict(deepcopy(dict(api.get_openapi_schema())))
    schema.app = make_application()
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 20
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case) -> None:
            held = case.path_parameters or {}
            for name in {"record_id", "DocCode"} & set(held):
                # Half of the calls meet the record that is there; a drawn identifier never would.
                held[name] = record_id if crc32(str(held[name]).encode()) % 2 else held[name]
            case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)

        answers()


def test_the_description_is_put_together_once(portal_data: Path) -> None:
    from portal.api.interface import api

    assert api.get_openapi_schema(path_params={}) is api.get_openapi_schema(path_params={})
    assert api.get_openapi_schema(path_prefix="/elsewhere/") != api.get_openapi_schema()
