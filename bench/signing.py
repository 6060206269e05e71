"""Signing with a SoftHSM token in one process: rate, processor time and memory, beside plain pyHanko."""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from pyhanko import stamp
from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.pkcs11 import PKCS11SigningContext
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

from bench.machine import keep
from bench.measuring import CommandFailed
from bench.signing_services import AGENCY, OFFICIAL, services_beside
from bench.tables import show
from signing.batch import sign_batch
from signing.demo_documents import demo_images, demo_letters
from signing.orders import Level, Role, Signed, SignOrder
from signing.services import ServiceSettings, open_services
from signing.session import open_session
from signing.tokens import NamedToken, Pin
from signing.trust import TrustStore
from tests.signing.softhsm import use_store

GOALS = {Level.B_B: 25.0, Level.B_LTA: 6.0}
"""Signatures a second that are promised."""
SIGNED, SEALED, PLAIN = "Hoso, the person", "Hoso, then the seal", "plain pyHanko"
_LETTERS = 20
_WARM = 10
_BOX = (330, 120, 480, 170)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", type=int, default=500, metavar="N", help="signed by Hoso at each level")
    parser.add_argument(
        "--plain", type=int, default=40, metavar="N", help="signed by plain pyHanko at each level"
    )


def run(options: argparse.Namespace) -> int:
    """Signs, prints the table and keeps the figures; 1 where a promise is not kept."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary, ExitStack() as stack:
        folder = Path(temporary)
        told = stack.enter_context(services_beside(folder))
        use_store(folder)
        work = _Work(folder, told)
        measured = [
            cost
            for level in GOALS
            for cost in (
                _measured(SIGNED, level, options.files, told["pid"], lambda n, at=level: work.by_us(n, at)),
                _measured(SEALED, level, options.files, told["pid"], lambda n, at=level: work.sealed(n, at)),
                _measured(
                    PLAIN,
                    level,
                    options.plain,
                    told["pid"],
                    lambda n, at=level: work.plainly(n, at),
                ),
            )
        ]
    _print(measured)
    print(f"kept in {keep('signing', {'rows': [cost.as_dict() for cost in measured]})}")
    return 0 if all(cost.rate >= GOALS[cost.level] for cost in measured if cost.who != PLAIN) else 1


@dataclass(frozen=True, slots=True)
class _Cost:
    """What one way of signing took for a file."""

    who: str
    level: Level
    files: int
    rate: float
    """Files a second by the clock."""
    cpu_ms: float
    """Processor time of the signing process for a file."""
    services_ms: float
    """Processor time of the timestamp and status services for a file."""
    first_mb: float
    """Resident memory after the first files."""
    last_mb: float
    """And at the end."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "who": self.who,
            "level": self.level.value,
            "files": self.files,
            "files_a_second": round(self.rate, 1),
            "cpu_ms": round(self.cpu_ms, 1),
            "services_cpu_ms": round(self.services_ms, 1),
            "first_mb": round(self.first_mb),
            "last_mb": round(self.last_mb),
        }


def _measured(
    who: str, level: Level, files: int, services: int, work: Callable[[int], Iterator[None]]
) -> _Cost:
    """Runs `work`, which yields after each file; the first files warm it up and are not counted."""
    process, served = psutil.Process(), psutil.Process(services)
    done = work(files + _WARM)
    for _ in range(_WARM):
        next(done)
    first = process.memory_info().rss
    clock, cpu, their = time.perf_counter(), _cpu(), sum(served.cpu_times()[:2])
    counted = sum(1 for _ in done)
    seconds = time.perf_counter() - clock
    if counted != files:
        raise CommandFailed(f"{who}: {counted} of {files} signed")
    return _Cost(
        who,
        level,
        files,
        files / seconds,
        (_cpu() - cpu) * 1000 / files,
        (sum(served.cpu_times()[:2]) - their) * 1000 / files,
        first / 2**20,
        process.memory_info().rss / 2**20,
    )


class _Work:
    """The same papers, image, token and services for both."""

    def __init__(self, folder: Path, told: dict[str, Any]) -> None:
        self._folder = folder
        self._told = told
        self._letters = [
            letter.path for letter in demo_letters(folder / "letters", count=_LETTERS, kinds=("decision",))
        ]
        self._image, self._seal = demo_images(folder)

    def by_us(self, files: int, level: Level) -> Iterator[None]:
        """Places are read from each page; the signature is laid under the image there."""
        yield from self._in_batches(
            OFFICIAL,
            [
                SignOrder(
                    source, self._target("signed", level, number), Role.PERSON, level, image=self._image
                )
                for number, source in self._sources(files)
            ],
        )

    def sealed(self, files: int, level: Level) -> Iterator[None]:
        """The agency's seal over the signatures that `by_us` has made, which are checked before."""
        yield from self._in_batches(
            AGENCY,
            [
                SignOrder(
                    self._target("signed", level, number),
                    self._target("sealed", level, number),
                    Role.AGENCY,
                    level,
                    image=self._seal,
                )
                for number in range(files)
            ],
        )

    def _in_batches(self, label: str, orders: Sequence[SignOrder]) -> Iterator[None]:
        token = NamedToken(label, self._told["kind"], self._told["options"][label])
        asked = ServiceSettings((self._told["timestamps"],))
        with (
            open_services(asked, TrustStore.from_folder(Path(self._told["trust"]))) as services,
            open_session(token, Pin(self._told["pin"]), services=services) as session,
        ):
            for few in (orders[:_WARM], orders[_WARM:]):
                outcomes = sign_batch(few, session)
                if not all(isinstance(one, Signed) and one.level is one.order.level for one in outcomes):
                    raise CommandFailed(f"{label}: not all were signed at the level asked for")
                yield from (None for _ in few)

    def plainly(self, files: int, level: Level) -> Iterator[None]:
        """As pyHanko's own pages show it, with the context and the timestamper reused; a box by hand."""
        config = PKCS11SignatureConfig(
            module_path=self._told["options"][OFFICIAL]["library"],
            token_criteria=TokenCriteria(label=OFFICIAL),
            cert_label=OFFICIAL,
            user_pin=self._told["pin"],
            prefer_pss=True,
            other_certs_to_pull=None,
        )
        lasting = level is not Level.B_B
        trust = TrustStore.from_folder(Path(self._told["trust"]))
        context = ValidationContext(
            trust_roots=list(trust.roots), allow_fetching=True, revocation_mode="require"
        )
        timestamper = HTTPTimeStamper(self._told["timestamps"]) if lasting else None
        style = stamp.StaticStampStyle(background=PdfImage(str(self._image)), border_width=0)
        with PKCS11SigningContext(config) as signer, asyncio.Runner() as loop:
            for number, source in self._sources(files):
                metadata = signers.PdfSignatureMetadata(
                    field_name="NguoiKy1",
                    subfilter=fields.SigSeedSubFilter.PADES,
                    embed_validation_info=lasting,
                    use_pades_lta=lasting,
                    validation_context=context if lasting else None,
                )
                made = signers.PdfSigner(metadata, signer, timestamper=timestamper, stamp_style=style)
                loop.run(_plain(made, source, self._target("plain", level, number)))
                yield
            loop.run(context.aclose())

    def _sources(self, files: int) -> Iterator[tuple[int, Path]]:
        return ((number, self._letters[number % _LETTERS]) for number in range(files))

    def _target(self, who: str, level: Level, number: int) -> Path:
        folder = self._folder / who / level.value
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{number}.pdf"


async def _plain(signer: signers.PdfSigner, source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb+") as written:
        writer = IncrementalPdfFileWriter(read)
        for name, box in (("NguoiKy1", _BOX), ("CoQuan", (280, 95, 380, 195))):
            fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=-1, box=box))
        await signer.async_sign_pdf(writer, output=written)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _print(measured: Sequence[_Cost]) -> None:
    plain = {cost.level: cost for cost in measured if cost.who == PLAIN}
    show(
        "Signing two-page papers with image and seal, one process, SoftHSM",
        (
            "who, level",
            "files",
            "files/s",
            "goal",
            "CPU ms a file",
            "plain ÷",
            "services' CPU ms",
            "MB first → last",
        ),
        [
            (
                f"{cost.who}, {cost.level.value}",
                str(cost.files),
                f"{cost.rate:.1f}",
                f"{GOALS[cost.level]:.0f}" if cost.who != PLAIN else "",
                f"{cost.cpu_ms:.1f}",
                f"{plain[cost.level].cpu_ms / cost.cpu_ms:.1f}",
                f"{cost.services_ms:.1f}",
                f"{cost.first_mb:.0f} → {cost.last_mb:.0f}",
            )
            for cost in measured
        ],
    )
