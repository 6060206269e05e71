"""What programs of others say of our signed files; each file here asks one of them, and none of our own code.

`docs/decisions/0075-second-opinions.md` tells what each of them can and cannot see.
"""

from tests.signing.opinions.dss import DssSignature, DssTimestamp, dss
from tests.signing.opinions.openssl import openssl_cms, openssl_ts
from tests.signing.opinions.opinion import Opinion
from tests.signing.opinions.pdfsig import pdfsig
from tests.signing.opinions.structure import qpdf_check, verapdf

__all__ = [
    "DssSignature",
    "DssTimestamp",
    "Opinion",
    "dss",
    "openssl_cms",
    "openssl_ts",
    "pdfsig",
    "qpdf_check",
    "verapdf",
]
