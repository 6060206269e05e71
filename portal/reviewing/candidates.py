"""What a doubtful field may well say: known places, and what neighbouring papers say in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from classifiers.catalogue import load_record_types
from classifiers.places import read_address
from classifiers.record_type import FieldRule, FieldType
from portal.models import CatalogueRecord, FieldEntry
from portal.rights.holding import Rights
from records import Record

MOST_KNOWN = 3
"""Candidates for one field."""
NEIGHBOURS = 40
"""Records looked at: those of the same file, and the newest of the same type and unit."""
LONGEST = 120
_PLACES = frozenset({FieldType.ADDRESS, FieldType.PLACE})
_OFFICE_ENDS = ("registration_place", "signer_name", "signer_title", "_agency", "issue_place")
"""Fields whose values are those of an office: the same on most papers of a batch."""


def known_values(
    record: Record, row: CatalogueRecord, rights: Rights, names: Sequence[str]
) -> Mapping[str, list[str]]:
    """Candidates for the fields `names`, the likeliest first, without what the fields say already."""
    kind = load_record_types().get(record.record_type or "")
    rules = {name: rule for name in names if kind is not None and (rule := kind.field(name)) is not None}
    beside = _beside(row, rights, [name for name, rule in rules.items() if _is_of_office(name, rule)])
    found: dict[str, list[str]] = {}
    for name, rule in rules.items():
        now = record.fields[name].value if name in record.fields else ""
        offered = [*_place(rule, now), *beside.get(name, ())]
        found[name] = [text for text in dict.fromkeys(offered) if text and text != now][:MOST_KNOWN]
    return found


def _is_of_office(name: str, rule: FieldRule) -> bool:
    return rule.type is FieldType.ORG_NAME or name.endswith(_OFFICE_ENDS)


def _place(rule: FieldRule, now: str) -> list[str]:
    """The address with its units as they are listed."""
    if rule.type not in _PLACES or not now:
        return []
    return [read_address(now).normalised]


def _beside(row: CatalogueRecord, rights: Rights, names: Sequence[str]) -> Mapping[str, list[str]]:
    """The commonest values on neighbouring records that this person may see."""
    if not names:
        return {}
    mine = rights.records().filter(record_type=row.record_type).exclude(pk=row.pk).order_by("-received_at")
    same_file = list(mine.filter(source_sha256=row.source_sha256).values_list("pk", flat=True)[:NEIGHBOURS])
    same_unit = list(mine.filter(unit=row.unit).values_list("pk", flat=True)[:NEIGHBOURS])
    entries = FieldEntry.objects.filter(
        record_id__in={*same_file, *same_unit}, name__in=names, confidence__gte=0.9
    )
    counted: dict[str, Counter[str]] = {}
    for name, value in entries.values_list("name", "value"):
        if 1 < len(value) <= LONGEST:
            counted.setdefault(name, Counter())[value] += 1
    return {name: [value for value, _ in some.most_common(MOST_KNOWN + 1)] for name, some in counted.items()}
