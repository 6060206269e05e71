"""What goes out, as a newcomer sees it: three papers numbered, signed, sealed, archived and verified.

The people, the office and the authority that vouches for them are invented and live as long as the demo;
every page that they sign says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from hoso.office import Office
from hoso.outgoing_settings import AgencySettings, OutgoingSettings
from hoso.settings import Settings, SigningSettings, TokenSettings
from signing.demo_documents import DemoLetter, demo_images, demo_letters
from signing.demo_pki import DemoPki, serve_demo_pki
from signing.tokens import Pin
from signing.trust import TrustStore
from signing.verification import FileVerdict, verify_file

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from portal.models import OutgoingDocument

AGENCY = "ubnd"
OFFICIALS = {
    "chu_tich": ("Nguyễn Văn Thử", "ky", "chairman"),
    "pho_chu_tich": ("Trần Thị Mẫu", "ky", "vice_chairman"),
    "van_thu": ("Bùi Thị Lưu", "van_thu", "agency"),
}
"""Account to full name, group and the entity of the demo's authority whose key the person holds."""
LONGEST_SECONDS = 300.0
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Issued:
    """One paper that went out, and what verification says of it."""

    letter: DemoLetter
    notation: str
    path: Path
    verdict: FileVerdict


@contextmanager
def signing_authority(settings: Settings, data_dir: Path) -> Iterator[tuple[DemoPki, Settings]]:
    """Serves the demo's authority on this machine; gives it with settings that know its keys and services."""
    folder = data_dir / "demo-signing"
    folder.mkdir(parents=True)
    signature, seal = demo_images(folder)
    with serve_demo_pki(folder / "authority") as pki:
        tokens = {
            account: TokenSettings.model_validate(
                {
                    "kind": "pkcs12",
                    "file": str(pki.pfx_file(entity)),
                    "trial": True,
                    "image": seal if entity == "agency" else signature,
                }
            )
            for account, (_, _, entity) in OFFICIALS.items()
        }
        signing = SigningSettings(
            timestamp_urls=(pki.timestamp_url("tsa1"), pki.timestamp_url("tsa2")),
            private_hosts=(pki.address.removeprefix("http://"),),
            trust=pki.trust_folder(),
            tokens=tokens,
        )
        agency = AgencySettings(name="ỦY BAN NHÂN DÂN XÃ THỬ NGHIỆM", place="Thử Nghiệm")
        outgoing = OutgoingSettings(agencies={AGENCY: agency})
        yield pki, settings.model_copy(update={"signing": signing, "outgoing": outgoing})


def issue_papers(console: Console, office: Office, pki: DemoPki) -> list[Issued]:
    """Drops three papers for the officials and lets clerk and officials do their part, step by step.

    Raises `TimeoutError` when a step takes longer than a machine of ten years ago would need.
    """
    people = people_with_keys(pki)
    _let_the_deputy_sign(people["pho_chu_tich"])
    console.print("\n[bold]Ba văn bản đi: thả vào outgoing/, cấp số, ký, đóng dấu[/bold]")
    letters = demo_letters(office.data_dir / "demo-signing" / "letters")
    documents = _handed_in(console, office, letters)
    _give_numbers(console, documents)
    for account in ("chu_tich", "pho_chu_tich"):
        _sign(console, office, people[account], documents, pki)
    _sign(console, office, people["van_thu"], documents, pki, agency=AGENCY)
    _until(lambda: all(_state(one) == "issued" for one in documents), "archived")
    trust = TrustStore.from_folder(pki.trust_folder())
    return [_verified(office, trust, *pair) for pair in zip(letters, documents, strict=True)]


def print_issued(console: Console, issued: Sequence[Issued]) -> None:
    """Each signature of each paper: who, when and by whose clock, to which level, and the verdict."""
    table = Table(box=SIMPLE_HEAD)
    for heading in ("Số, ký hiệu", "Tệp", "Người ký", "Thời gian", "Mức", "Kết luận"):
        table.add_column(heading)
    for one in issued:
        for place, signature in enumerate(one.verdict.signatures):
            colour = "green" if signature.is_valid else "red"
            time_text = f"{signature.time:%d/%m/%Y %H:%M:%S} ({signature.time_source.in_words})"
            table.add_row(
                "" if place else one.notation,
                "" if place else one.path.name,
                signature.signer,
                time_text if signature.time else "",
                signature.level.value if signature.level else "",
                f"[{colour}]{signature.verdict.in_words}[/{colour}]",
            )
    console.print(table)


def people_with_keys(pki: DemoPki) -> dict[str, User]:
    """Accounts in their groups, each with the certificate that is its own."""
    from django.contrib.auth.models import User

    from portal.outgoing.identities import BoundTo, bind
    from portal.people import set_account

    people = {}
    for name, (full_name, group, entity) in OFFICIALS.items():
        set_account(name, full_name=full_name, groups=(group,))
        people[name] = User.objects.get(username=name)
        to = BoundTo(people[name], name, AGENCY if entity == "agency" else "")
        bind(pki.certificate(entity), to, by="demo")
    return people


def _let_the_deputy_sign(deputy: User) -> None:
    from django.utils import timezone

    from portal.models import Mandate

    Mandate.objects.create(
        holder=deputy,
        agency=AGENCY,
        for_position="CHỦ TỊCH",
        document="01/QĐ-UBND",
        begins_on=timezone.localdate() - timedelta(days=1),
        set_by="demo",
        set_at=timezone.now(),
    )


def _handed_in(console: Console, office: Office, letters: Sequence[DemoLetter]) -> list[OutgoingDocument]:
    """Lays each paper into its official's folder and waits until it was taken and read."""
    from portal.models import OutgoingFile

    by_name = {full_name: account for account, (full_name, _, _) in OFFICIALS.items()}
    for letter in letters:
        account = by_name[letter.signers[0].full_name]
        folder = office.data_dir / "outgoing" / account
        folder.mkdir(parents=True, exist_ok=True)
        (folder / letter.path.name).write_bytes(letter.path.read_bytes())
        console.print(f"  outgoing/{account}/{letter.path.name}", highlight=False)

    def found() -> list[OutgoingDocument]:
        files = {one.name: one for one in OutgoingFile.objects.select_related("document")}
        return [files[letter.path.name].document for letter in letters if letter.path.name in files]

    _until(lambda: [one.state for one in found()] == ["checked"] * len(letters), "read")
    return found()


def _give_numbers(console: Console, documents: Sequence[OutgoingDocument]) -> None:
    from portal.configuration import current
    from portal.outgoing.number_books import allocate

    agency = current().outgoing.agency(AGENCY)
    for document in documents:
        entry = allocate(document.pk, agency, by="van_thu")
        console.print(f"  cấp số [bold]{entry.notation}[/bold]", highlight=False)
    _until(lambda: all(_state(one) == "signing" for one in documents), "numbered")


def _sign(
    console: Console,
    office: Office,
    person: User,
    documents: Sequence[OutgoingDocument],
    pki: DemoPki,
    *,
    agency: str = "",
) -> None:
    from portal.configuration import current
    from portal.outgoing.batches import Sitting, begin
    from portal.outgoing.desk_folder import Desk

    ids = [document.pk for document in documents]
    sitting = Sitting(person, ids, Pin(pki.pfx_password), agency)
    batch, thread = begin(Desk(office.data_dir), current().outgoing, sitting)
    thread.join(LONGEST_SECONDS)
    batch.refresh_from_db()
    done = batch.items.filter(state="signed").count()
    what = "đóng dấu" if agency else "ký"
    console.print(f"  {person.last_name} {what}: {done} văn bản, một mã PIN", highlight=False)
    for item in batch.items.exclude(state="signed"):
        console.print(f"  [red]{item.file.name}: {item.reason_vi}[/red]", highlight=False)


def _verified(office: Office, trust: TrustStore, letter: DemoLetter, document: OutgoingDocument) -> Issued:
    document.refresh_from_db()
    path = office.data_dir / document.laid_in
    return Issued(letter, document.entry.notation, path, verify_file(path, trust))


def _state(document: OutgoingDocument) -> str:
    from portal.models import OutgoingDocument

    return str(OutgoingDocument.objects.values_list("state", flat=True).get(pk=document.pk))


def _until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"the papers were not {what} in time")
        time.sleep(_POLL_SECONDS)
