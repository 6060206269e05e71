"""Real PKCS#11 tokens without hardware: SoftHSM stores with the demo authority's keys and certificates.

SoftHSM reads its configuration when the library is initialised, from the file that `SOFTHSM2_CONF` names; so
one store serves a process at a time, and making a token in another folder turns the process to that folder.
Child processes inherit it. Tests that call this are marked `needs("softhsm2-util")`.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pkcs11
from asn1crypto import pem, x509
from pkcs11 import Attribute, CertificateType, ObjectClass

from signing.demo_pki import OFFICE, DemoPki
from signing.tokens import NamedToken, Pin

PIN, SECURITY_OFFICER_PIN = "246813", "13572468"
_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)


def softhsm_library() -> str:
    """Where SoftHSM's library lies on this machine."""
    return next(str(Path(place).resolve()) for place in _PLACES if Path(place).exists())


def softhsm_token(
    pki: DemoPki, folder: Path, label: str, *more: str, architecture: str = OFFICE, with_chain: bool = True
) -> tuple[NamedToken, Pin]:
    """A new token called `label` with that official's key and certificate, and those of `more` officials.

    Keys get the identifiers 01, 02 and so on in that order. The store is `folder`; a second token may be made
    in it. Returns the token as settings would name it, and its PIN.
    """
    use_store(folder)
    _run("--init-token", "--free", "--label", label, "--so-pin", SECURITY_OFFICER_PIN, "--pin", PIN)
    for number, official in enumerate((label, *more), start=1):
        _import_key(pki.private_key(official, architecture=architecture), folder, label, official, number)
    restart_library()
    certificates = {
        official: (number, pki.certificate(official, architecture=architecture))
        for number, official in enumerate((label, *more), start=1)
    }
    if with_chain:
        certificates |= {
            authority: (0, pki.certificate(authority, architecture=architecture))
            for authority in (("root", "issuing") if architecture == OFFICE else ("root",))
        }
    write_certificates(label, certificates)
    return NamedToken(label, "pkcs11", {"library": softhsm_library(), "token_label": label}), Pin(PIN)


def use_store(folder: Path) -> None:
    """From now on this process and its children see the tokens of `folder`."""
    tokens = folder / "softhsm"
    tokens.mkdir(parents=True, exist_ok=True)
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    restart_library()


def restart_library() -> None:
    """Lets this process see tokens that another program has made or changed."""
    pkcs11.lib(softhsm_library()).reinitialize()


def token_folder(folder: Path, label: str) -> Path:
    """Where SoftHSM keeps a token of the store `folder`: moving it away is pulling the token out."""
    for holder in sorted((folder / "softhsm").iterdir()):
        if label.encode() in (holder / "token.object").read_bytes():
            return holder
    raise FileNotFoundError(label)


def _import_key(key: bytes, folder: Path, token: str, label: str, number: int) -> None:
    file = folder / "key.pem"
    file.write_bytes(pem.armor("PRIVATE KEY", key))
    file.chmod(0o600)
    _run("--import", str(file), "--token", token, "--label", label, "--id", f"{number:02x}", "--pin", PIN)
    file.unlink()


def write_certificates(token: str, certificates: dict[str, tuple[int, x509.Certificate]]) -> None:
    """Lays certificates on a token by their label, each with the number of its key, or 0."""
    held = pkcs11.lib(softhsm_library()).get_token(token_label=token)
    with held.open(rw=True, user_pin=PIN) as session:
        for label, (number, certificate) in certificates.items():
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.PRIVATE: False,
                    Attribute.LABEL: label,
                    Attribute.ID: bytes([number]) if number else label.encode(),
                    Attribute.SUBJECT: certificate.subject.dump(),
                    Attribute.ISSUER: certificate.issuer.dump(),
                    Attribute.SERIAL_NUMBER: certificate["tbs_certificate"]["serial_number"].dump(),
                    Attribute.VALUE: certificate.dump(),
                }
            )


def _run(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)
