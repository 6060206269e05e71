"""What an office wants of single record types, applied to what was read: types out of use, own thresholds.

Applied after reading, so that the classifiers answer the same everywhere, and a type that is switched on
again needs no training.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from classifiers.catalogue import load_record_types
from classifiers.understanding import UNKNOWN_TYPE, UNSURE_TYPE
from portal.corrections.outstanding import lasting, outstanding
from records import Record


@dataclass(frozen=True, slots=True)
class TypeWishes:
    """By code of type."""

    unused: frozenset[str] = frozenset()
    """Papers that look like one of these wait for a person as of unknown type."""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """In place of the office's threshold."""

    def applied(self, record: Record) -> Record:
        """The record as the office wants it; the same one where nothing is wished of its type."""
        known = load_record_types().get(record.record_type or "")
        if known is None:
            return record
        if known.code in self.unused:
            reason = f"{UNKNOWN_TYPE}: giống {known.name_vi}, nhưng cơ quan không dùng loại này"
            return replace(
                record,
                record_type=None,
                fields={},
                edition="",
                needs_review=True,
                reasons=(reason, *lasting(record)),
            )
        threshold = self.thresholds.get(known.code, record.threshold)
        if threshold == record.threshold:
            return record
        now = replace(record, threshold=threshold)
        reasons = outstanding(now, record, is_type_settled=True)
        if record.type_confidence < threshold:
            doubt = f"{UNSURE_TYPE} ({known.name_vi}, {record.type_confidence:.0%})"
            reasons = (doubt, *reasons)
        return replace(now, reasons=reasons, needs_review=bool(reasons))
