"""Takes signatures out of a PDF by their byte ranges alone, with nobody's PDF parser in between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import cms

_TST_INFO = "1.2.840.113549.1.9.16.1.4"  # id-ct-TSTInfo, RFC 3161
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


@dataclass(frozen=True, slots=True)
class Extracted:
    """One signature or document timestamp."""

    cms: bytes
    """DER of its CMS, without the padding."""
    signed_bytes: bytes
    """What its byte range covers."""

    @property
    def is_timestamp(self) -> bool:
        """Whether it is a document timestamp (content type TSTInfo, RFC 3161)."""
        kind = self._signed_data["encap_content_info"]["content_type"]
        return bool(kind.dotted == _TST_INFO)

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """DER of the certificates that it carries."""
        return tuple(choice.chosen.dump() for choice in self._signed_data["certificates"])

    @property
    def signature_timestamps(self) -> tuple[tuple[bytes, bytes], ...]:
        """Tokens over this signature's value, each with the value (RFC 3161, Appendix A)."""
        (signer,) = self._signed_data["signer_infos"]
        attributes = signer["unsigned_attrs"]
        tokens = [
            value.dump()
            for attribute in (attributes if isinstance(attributes, cms.CMSAttributes) else ())
            if attribute["type"].native == "signature_time_stamp_token"
            for value in attribute["values"]
        ]
        return tuple((token, signer["signature"].native) for token in tokens)

    @property
    def _signed_data(self) -> cms.SignedData:
        return cms.ContentInfo.load(self.cms)["content"]


def extracted(path: Path) -> tuple[Extracted, ...]:
    """Every signature of the file at `path`, in the order in which they stand in it."""
    content = path.read_bytes()
    found = []
    for match in _RANGE.finditer(content):
        start, first, second, length = (int(number) for number in match.groups())
        padded = bytes.fromhex(content[start + first + 1 : second - 1].decode("ascii"))
        signed = content[start : start + first] + content[second : second + length]
        found.append(Extracted(cms.ContentInfo.load(padded).dump(), signed))
    return tuple(found)
