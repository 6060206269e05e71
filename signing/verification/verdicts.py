"""What was found out about one file and each of its signatures: values that travel between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any

from signing.orders import Level

VIETNAM = timezone(timedelta(hours=7))
SCHEMA_VERSION = 1


class Verdict(Enum):
    """What a clerk is told about a signature."""

    VALID = "valid"
    """Nothing was changed, and the chain of certificates ends at a root of the trust folder."""
    INTACT_CHAIN_UNKNOWN = "intact_chain_unknown"
    """Nothing was changed, but whose signature it is cannot be proved with what is known here."""
    ALTERED = "altered"
    """The file, or what the signature holds, was changed after signing."""
    INVALID = "invalid"
    """The signature proves nothing: forged, expired without a timestamp, revoked, too weak."""

    @property
    def in_words(self) -> str:
        """Vietnamese, as shown to staff."""
        return _IN_WORDS[self]


_IN_WORDS = {
    Verdict.VALID: "HỢP LỆ",
    Verdict.INTACT_CHAIN_UNKNOWN: "NGUYÊN VẸN, CHƯA XÁC MINH ĐƯỢC NGƯỜI KÝ",
    Verdict.ALTERED: "ĐÃ BỊ SỬA ĐỔI",
    Verdict.INVALID: "KHÔNG HỢP LỆ",
}


class Indication(Enum):
    """ETSI EN 319 102-1, clause 5.1.3."""

    TOTAL_PASSED = "TOTAL-PASSED"
    TOTAL_FAILED = "TOTAL-FAILED"
    INDETERMINATE = "INDETERMINATE"


class TimeSource(Enum):
    """Who says when it was signed."""

    TIMESTAMP = "timestamp"
    """A timestamp service that is trusted here."""
    CLAIMED = "claimed"
    """The signer's own computer."""

    @property
    def in_words(self) -> str:
        """Vietnamese, as shown to staff."""
        return "dấu thời gian tin cậy" if self is TimeSource.TIMESTAMP else "máy của người ký tự khai"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a reader of the verdict should know."""

    code: str
    """Stable, English, for programs and tests."""
    text: str
    """A Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """One signature, judged."""

    field: str
    verdict: Verdict
    reason: Remark
    """The rule that decided (docs/reference/verification.md)."""
    level: Level | None
    """What is proved, not what is claimed; `None` for a signature that is no PAdES baseline signature."""
    signer: str = ""
    agency: str = ""
    chain: tuple[str, ...] = ()
    """Common names from the signer's issuer up to the trusted root, or as far as the file tells."""
    time: datetime | None = None
    """With Vietnam's zone."""
    time_source: TimeSource = TimeSource.CLAIMED
    covers: str = ""
    covers_whole_file: bool = False
    changes_after: str = ""
    indication: Indication = Indication.INDETERMINATE
    sub_indication: str | None = None
    remarks: tuple[Remark, ...] = ()
    algorithm: str = ""
    """Digest and signature algorithm with the length of the key."""
    certificate_sha256: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether nothing speaks against it."""
        return self.verdict is Verdict.VALID

    def to_json(self) -> dict[str, Any]:
        """As `hoso verify --json` prints it."""
        return {
            "field": self.field,
            "verdict": self.verdict.value,
            "level": self.level.value if self.level else None,
            "signer": self.signer,
            "agency": self.agency,
            "time": self.time.isoformat() if self.time else "",
            "time_source": self.time_source.value,
            "covers": self.covers,
            "changes_after": self.changes_after,
            "etsi": {"indication": self.indication.value, "sub_indication": self.sub_indication},
            "remarks": [remark.text for remark in (self.reason, *self.remarks) if remark.text],
        }


@dataclass(frozen=True, slots=True)
class ArchiveTimestamp:
    """A timestamp over the whole file as it then was: proof of existence, nobody's signature."""

    field: str
    service: str
    time: datetime | None
    is_trusted: bool
    """It matches, and its service's chain ends at a root of the trust folder."""
    is_broken: bool = False
    """The file was changed after it, or it was damaged."""
    expires: datetime | None = None
    """When its service's certificate does."""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """One file, judged."""

    file: str
    signatures: tuple[SignatureVerdict, ...] = ()
    timestamps: tuple[ArchiveTimestamp, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """About the file as a whole: it cannot be read, carries no signature, is built ambiguously."""
    sha256: str = ""
    byte_count: int = 0
    revisions: int = 0
    checked_at: datetime | None = None
    at: datetime | None = None
    """The moment for which it was asked, when not the present."""
    roots: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each trusted root by its file."""
    asked_online: bool = False

    @property
    def is_valid(self) -> bool:
        """Whether there is a signature and every one is valid."""
        return bool(self.signatures) and all(signature.is_valid for signature in self.signatures)

    def to_json(self) -> dict[str, Any]:
        """As `hoso verify --json` prints it; the schema is in docs/reference/verification.md."""
        return {
            "schema": SCHEMA_VERSION,
            "file": self.file,
            "signatures": [signature.to_json() for signature in self.signatures],
        }


def shown(moment: datetime | None) -> str:
    """A time as staff read it, with its zone."""
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S +07:00") if moment else "không rõ"
