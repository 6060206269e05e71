"""Types out of use and thresholds of single types, applied to what was read."""

from __future__ import annotations

from portal.jobs.type_wishes import TypeWishes
from tests.portal.catalogued import make_field, make_record


def test_a_type_out_of_use_waits_for_a_person_as_unknown() -> None:
    record = make_record("x", record_type="decision", fields={"subject": make_field("Về việc")})
    found = TypeWishes(unused=frozenset({"decision"})).applied(record)
    assert (found.record_type, found.needs_review, dict(found.fields)) == (None, True, {})
    assert "không dùng loại này" in found.reasons[0]
    assert TypeWishes(unused=frozenset({"report"})).applied(record) is record


def test_a_type_with_a_threshold_of_its_own_is_judged_by_that() -> None:
    record = make_record(
        "x", record_type="decision", fields={"subject": make_field("Về việc", confidence=0.93)}
    )
    stricter = TypeWishes(thresholds={"decision": 0.999}).applied(record)
    assert stricter.threshold == 0.999
    assert any(reason.startswith("Loại hồ sơ chưa chắc") for reason in stricter.reasons)
    assert stricter.needs_review
    assert TypeWishes(thresholds={"decision": record.threshold}).applied(record) is record
