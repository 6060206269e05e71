"""The digitised record: what `<stem>.json` and `record.json` hold, schema version 1.

The catalogue is made from these files alone, so everything a search or a review needs is in them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from records.errors import MalformedRecord
from records.field import FieldValue
from records.page import Page

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a record came from."""

    name: str
    """File name as dropped, NFC, without folders."""
    sha256: str
    """Lower-case hexadecimal."""
    pages: int
    """Pages of the whole file; a record of one part has fewer."""


@dataclass(frozen=True, slots=True)
class SignatureSeen:
    """A PDF signature found in the source, and what was found out about it at intake."""

    field: str
    """Name of the signature field."""
    signer: str
    """Common name of the signing certificate; empty when the signature cannot be read."""
    agency: str = ""
    """Organisation in the certificate."""
    claimed_time: str = ""
    """Time that the signer's computer wrote, ISO 8601; not a proof."""
    sub_filter: str = ""
    """For example `ETSI.CAdES.detached`."""
    covers_whole_file: bool = False
    verdict: str = ""
    """`valid`, `intact_chain_unknown`, `altered` or `invalid` as at intake; empty where it was not judged:
    a timestamp over the file, and records of before verdicts."""
    level: str = ""
    """For example `B-LTA`: what was proved."""
    time: str = ""
    """Signing time, ISO 8601 with its zone."""
    time_source: str = ""
    """`timestamp` for a trusted one, `claimed` for the signer's own computer."""
    remarks: tuple[str, ...] = ()
    """Vietnamese sentences; the first says why the verdict is not `valid`."""

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "field": self.field,
            "signer": self.signer,
            "agency": self.agency,
            "claimed_time": self.claimed_time,
            "sub_filter": self.sub_filter,
            "covers_whole_file": self.covers_whole_file,
        }
        if self.verdict:
            told |= {
                "verdict": self.verdict,
                "level": self.level,
                "time": self.time,
                "time_source": self.time_source,
                "remarks": list(self.remarks),
            }
        return told

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> SignatureSeen:
        return cls(
            field=str(raw["field"]),
            signer=str(raw["signer"]),
            agency=str(raw.get("agency", "")),
            claimed_time=str(raw.get("claimed_time", "")),
            sub_filter=str(raw.get("sub_filter", "")),
            covers_whole_file=bool(raw.get("covers_whole_file", False)),
            verdict=str(raw.get("verdict", "")),
            level=str(raw.get("level", "")),
            time=str(raw.get("time", "")),
            time_source=str(raw.get("time_source", "")),
            remarks=tuple(str(remark) for remark in raw.get("remarks", ())),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One paper: its type, its fields with evidence, its pages, and why a person should look at it."""

    source: Source
    record_type: str | None
    """Code of the catalogue; `None` stands for "không rõ"."""
    type_confidence: float
    needs_review: bool
    threshold: float
    """A field or type at or over this confidence is accepted without a person."""
    pages: tuple[Page, ...]
    reasons: tuple[str, ...] = ()
    """Why it needs review, in Vietnamese; empty exactly when it does not."""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    signatures: tuple[SignatureSeen, ...] = ()
    warnings: tuple[str, ...] = ()
    """What staff should know though it asks nothing of them, in Vietnamese."""
    edition: str = ""
    """Which edition of the type's form was printed; empty when the paper does not tell."""

    @property
    def text(self) -> str:
        """Text in reading order, pages parted by a form feed."""
        return "\f".join(page.text for page in self.pages)

    def in_review(self, *reasons: str) -> Record:
        """The same record, waiting for a person for these further reasons."""
        return replace(self, needs_review=True, reasons=tuple(dict.fromkeys((*self.reasons, *reasons))))

    def to_json(self) -> dict[str, Any]:
        """The documented, versioned form; pages without their words, which `words_json` holds."""
        return {
            "schema": SCHEMA_VERSION,
            "source": {"name": self.source.name, "sha256": self.source.sha256, "pages": self.source.pages},
            "record_type": self.record_type,
            "type_confidence": round(self.type_confidence, 4),
            "needs_review": self.needs_review,
            "threshold": self.threshold,
            "reasons": list(self.reasons),
            "fields": {name: value.to_json() for name, value in self.fields.items()},
            "pages": [page.summary() for page in self.pages],
            "signatures": [signature.to_json() for signature in self.signatures],
            "warnings": list(self.warnings),
            "edition": self.edition,
        }

    def words_json(self) -> dict[str, Any]:
        """Every page with its words, codes, ticks and their boxes; what `words.json` in the archive holds."""
        return {"schema": SCHEMA_VERSION, "pages": [page.to_json() for page in self.pages]}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any], words: Mapping[str, Any] | None = None) -> Record:
        """Reads a record back, its pages with words when `words` (from `words_json`) is given.

        Raises `MalformedRecord` when the schema is unknown or a part is missing.
        """
        if raw.get("schema") != SCHEMA_VERSION:
            raise MalformedRecord(f"schema {raw.get('schema')!r}, expected {SCHEMA_VERSION}")
        try:
            pages = (words or raw)["pages"]
            return cls(
                source=Source(**{key: raw["source"][key] for key in ("name", "sha256", "pages")}),
                record_type=raw["record_type"],
                type_confidence=float(raw["type_confidence"]),
                needs_review=bool(raw["needs_review"]),
                threshold=float(raw["threshold"]),
                reasons=tuple(raw["reasons"]),
                fields={name: FieldValue.from_json(value) for name, value in raw["fields"].items()},
                pages=tuple(Page.from_json(page) for page in pages),
                signatures=tuple(SignatureSeen.from_json(entry) for entry in raw.get("signatures", ())),
                warnings=tuple(raw.get("warnings", ())),
                edition=str(raw.get("edition", "")),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise MalformedRecord(f"{type(error).__name__}: {error}") from error


def dump_json(value: Mapping[str, Any], *, indent: int | None = 1) -> bytes:
    """JSON as records are written everywhere: UTF-8, Vietnamese unescaped, a final newline."""
    return (json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False) + "\n").encode()
