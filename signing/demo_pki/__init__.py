"""A public-key infrastructure of invented offices on this machine, for tests and the demo alone.

certomancer answers as the certificate authority: a root, an issuing CA, OCSP, revocation lists, two timestamp
services, officials, an agency, a revoked and an expired certificate; and `stranger`, an authority that nobody
here trusts, whose chairman has the same name. Keys are made at each start and die with the folder.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from asn1crypto import pem, x509
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, KeyLabel, PKIArchitecture
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from waitress.server import create_server

from signing.demo_pki.kept_keys import keep_encoded, keep_keys

OFFICE, STRANGER = "office", "stranger"
_ON_A_CURVE = frozenset({"vice_chairman", "inspector", "tsa2"})
"""Who signs by ECDSA on P-256; everybody else by RSA. The second timestamp service does, since its stamps are
to outlast those of the first (signing/algorithm_lifetimes.yaml)."""
_RSA_BITS = 2048
_PFX_PASSWORD = "thu nghiem"  # noqa: S105  the password of keys that live for one run
_THREADS = 8


class DemoPki:
    """The certificates and keys of one run, and where its services answer.

    Made by `serve_demo_pki`. `clock` fixes the time at which certificates' status and timestamps are given.
    """

    pfx_password = _PFX_PASSWORD

    def __init__(self, folder: Path, address: str, *, clock: datetime | None = None) -> None:
        self.folder = folder
        self.address = address
        keep_keys()
        config = yaml.safe_load(Path(__file__).with_name("authorities.yaml").read_text(encoding="utf-8"))
        config["keysets"] = _make_keys(folder / "keys", config["pki-architectures"])
        config["external-url-prefix"] = address
        self._config = CertomancerConfig(config, key_search_dir=str(folder / "keys"))
        for architecture, content in config["pki-architectures"].items():
            keep_encoded(self._architecture(architecture), content["certs"])
        self.animator = Animator(AnimatorArchStore(self._config.pki_archs), with_web_ui=False, at_time=clock)

    def set_clock(self, clock: datetime | None) -> None:
        """From now on the services answer as at `clock` (with its zone); `None` for the true time."""
        self.animator.fixed_time = clock

    def certificate(self, label: str, *, architecture: str = OFFICE) -> x509.Certificate:
        """The certificate of one entity of `authorities.yaml`."""
        return self._architecture(architecture).get_cert(CertLabel(label))

    def certificate_file(self, label: str, *, architecture: str = OFFICE) -> Path:
        """The certificate as a PEM file, for folders of trust roots and outside programs."""
        path = self.folder / f"{architecture}-{label}.pem"
        if not path.exists():
            der = self.certificate(label, architecture=architecture).dump()
            path.write_bytes(pem.armor("CERTIFICATE", der))
        return path

    def pfx_file(self, label: str, *, architecture: str = OFFICE) -> Path:
        """Certificate, chain and key as a PKCS#12 file under `pfx_password`."""
        path = self.folder / f"{architecture}-{label}.p12"
        if not path.exists():
            pfx = self._architecture(architecture).package_pkcs12(
                CertLabel(label), password=_PFX_PASSWORD.encode()
            )
            path.touch(mode=0o600)
            path.write_bytes(pfx)
        return path

    def private_key(self, label: str, *, architecture: str = OFFICE) -> bytes:
        """The private key as PKCS#8 DER, for laying it into a token."""
        key = self._architecture(architecture).key_set.get_private_key(KeyLabel(label))
        content: bytes = key.dump()
        return content

    def trust_folder(self) -> Path:
        """A folder that trusts the office's root and nothing else."""
        folder = self.folder / "trust"
        folder.mkdir(exist_ok=True)
        (folder / "root.pem").write_bytes(self.certificate_file("root").read_bytes())
        return folder

    def timestamp_url(self, label: str = "tsa1", *, architecture: str = OFFICE) -> str:
        """Where a timestamp service answers (RFC 3161 over HTTP)."""
        url: str = self._architecture(architecture).service_registry.get_tsa_info(_service(label)).url
        return url

    def _architecture(self, label: str) -> PKIArchitecture:
        return self._config.get_pki_arch(ArchLabel(label))


@contextmanager
def serve_demo_pki(folder: Path, *, clock: datetime | None = None) -> Iterator[DemoPki]:
    """Makes keys and certificates in `folder` and answers on a free port of the loopback until it is left."""
    holder: list[Any] = []
    server = create_server(
        lambda environ, start: holder[0](environ, start),  # noqa: PLW0108  filled below
        host="127.0.0.1",
        port=0,
        threads=_THREADS,
        clear_untrusted_proxy_headers=True,
    )
    pki = DemoPki(folder, f"http://127.0.0.1:{server.effective_port}", clock=clock)
    holder.append(pki.animator)
    thread = threading.Thread(target=server.run, name="demo-pki", daemon=True)
    thread.start()
    try:
        yield pki
    finally:
        server.close()
        thread.join(5)


def _service(label: str) -> Any:  # a NewType of certomancer over str
    from certomancer.registry import ServiceLabel  # noqa: PLC0415

    return ServiceLabel(label)


def _make_keys(folder: Path, architectures: dict[str, Any]) -> dict[str, Any]:
    """A key file for each entity; the part of certomancer's configuration that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    keysets: dict[str, Any] = {}
    for architecture, content in architectures.items():
        keys = {}
        for entity in content["entities"]:
            name = f"{architecture}-{entity}.pem"
            (folder / name).write_bytes(_new_key(on_a_curve=entity in _ON_A_CURVE))
            keys[entity] = {"path": name}
        keysets[architecture] = {"keys": keys}
    return keysets


def _new_key(*, on_a_curve: bool) -> bytes:
    key = (
        ec.generate_private_key(ec.SECP256R1())
        if on_a_curve
        else rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    )
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
