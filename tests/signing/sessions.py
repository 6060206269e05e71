"""What tests of signing share: tokens of the throwaway authority, and pyHanko's view of what came out."""

from __future__ import annotations

from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from signing.demo_pki import DemoPki
from signing.tokens import NamedToken
from signing.writing import PREFIX


def token_of(pki: DemoPki, label: str) -> NamedToken:
    """An official's key in a PKCS#12 file."""
    return NamedToken(label, "pkcs12", {"file": str(pki.pfx_file(label))})


def intact(path: Path) -> dict[str, bool]:
    """Each signature's field, and whether bytes, key and later changes are good."""
    with path.open("rb") as stream:
        found = {}
        for one in PdfFileReader(stream, strict=False).embedded_regular_signatures:
            one.compute_integrity_info()
            good = validate_sig_integrity(one.signer_info, one.signer_cert, "data", one.compute_digest())
            found[one.field_name] = all(good) and bool(one.summarise_integrity_info()["docmdp_ok"])
    return found


def leftovers(folder: Path) -> list[Path]:
    """Temporary files anywhere below."""
    return list(folder.rglob(f"{PREFIX}*"))
