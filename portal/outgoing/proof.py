"""The proof that lies in the archive beside a document: what happened to it, and what its signatures say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from portal.intake import durable
from portal.models import OutgoingDocument
from portal.outgoing.desk_folder import Desk
from portal.outgoing.laying import file_name

PROOF = "proof.json"
SCHEMA = 1


def proof_of(desk: Desk, document: OutgoingDocument, verified: Mapping[int, object]) -> dict[str, Any]:
    """Number, signers, mandates, every event, and the report on each file by its ordinal."""
    entry = document.entry
    return {
        "schema": SCHEMA,
        "number": entry.number,
        "symbol": entry.symbol,
        "notation": entry.notation,
        "date": entry.issued_on.isoformat(),
        "agency": document.agency,
        "type": document.type_code,
        "subject": document.subject,
        "proof_code": document.proof_code,
        "sender": document.sender or document.folder,
        "signers": [
            {
                "account": signer.user.get_username(),
                "prefix": signer.prefix,
                "mandate": signer.mandate.document if signer.mandate else "",
                "signed_at": _moment(signer.signed_at),
                "certificate_sha256": signer.certificate_sha256,
            }
            for signer in document.signers.select_related("user", "mandate")
        ],
        "files": [
            {
                "name": file_name(entry, file),
                "handed_in": file.name,
                "handed_in_sha256": file.sha256,
                "sha256": durable.digest_of(desk.path(file.current)),
                "level": file.level,
                "verification": verified.get(file.ordinal),
            }
            for file in document.files.all()
        ],
        "events": [
            {"at": _moment(event.at), "by": event.by, "kind": event.kind, "details": event.details}
            for event in document.events.all()
        ],
    }


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
