"""The signature's bytes are those that pyHanko would write, for keys of both kinds and with a timestamp."""

from __future__ import annotations

import asyncio
import hashlib

import pytest
from asn1crypto import cms
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from signing.cms import SignatureShape
from signing.demo_pki import DemoPki
from signing.services import ServiceSettings, open_services
from signing.tokens import Pin, open_token
from signing.trust import TrustStore
from tests.signing.sessions import token_of

DIGEST = hashlib.sha256(b"a document").digest()


@pytest.mark.parametrize("label", ["chairman", "vice_chairman"])
def test_the_shape_gives_the_bytes_of_pyhanko(pki: DemoPki, label: str) -> None:
    async def both() -> tuple[bytes, bytes]:
        shape = await SignatureShape.of(token.signer)
        signature = bytes(token.signer.signature_octets)  # a dry run's
        attributes = PdfCMSSignedAttributes()
        whole = await token.signer.async_sign(
            DIGEST, shape.md_algorithm, dry_run=True, use_pades=True, signed_attr_settings=attributes
        )
        return shape.filled(DIGEST, signature), whole.dump()

    with open_token(token_of(pki, label), Pin(pki.pfx_password)) as token:
        ours, pyhanko_s = asyncio.run(both())
    assert ours == pyhanko_s


def test_a_timestamped_signature_is_good_and_fits_its_room(pki: DemoPki) -> None:
    async def signed() -> tuple[SignatureShape, bytes, bytes]:
        shape = await SignatureShape.of(token.signer)
        signature = await token.signer.async_sign_raw(shape.attributes(DIGEST), shape.md_algorithm)
        timestamp = await services.timestamper.async_timestamp(shape.over(signature), shape.md_algorithm)
        return shape, shape.filled(DIGEST, signature, timestamp.dump()), timestamp.dump()

    trust = TrustStore.from_folder(pki.trust_folder())
    with (
        open_services(ServiceSettings((pki.timestamp_url(),)), trust) as services,
        open_token(token_of(pki, "vice_chairman"), Pin(pki.pfx_password)) as token,
    ):
        shape, content, timestamp = asyncio.run(signed())
    data = cms.ContentInfo.load(content, strict=True)["content"]
    info = data["signer_infos"][0]
    assert validate_sig_integrity(info, token.certificate, "data", DIGEST) == (True, True)
    (attribute,) = info["unsigned_attrs"]
    assert attribute["type"].native == "signature_time_stamp_token"
    assert attribute["values"][0].dump() == timestamp
    assert len(content) <= shape.largest_bytes + len(timestamp)
