"""An invented office with people, keys bound to them and a keeper, for tests of the outgoing road."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import Archive
from archive.stores.folder import FolderStore
from pipeline.reading import ReadingOptions
from portal.outgoing.options import OutgoingAgency, OutgoingOptions
from signing.demo_documents import demo_images, demo_letters
from signing.demo_pki import DemoPki
from signing.orders import Level
from signing.tokens import NamedToken, Pin

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from portal.models import OutgoingDocument, SigningBatch
    from portal.outgoing.desk_folder import Desk
    from portal.outgoing.keeper import Keeper

AGENCY = OutgoingAgency(
    code="ubnd",
    name="ỦY BAN NHÂN DÂN XÃ THỬ NGHIỆM",
    symbol="UBND",
    units=("VP",),
    place="Thử Nghiệm",
)
PEOPLE = {
    "soan_thao": ("Lý Thị Soạn", ()),
    "chu_tich": ("Nguyễn Văn Thử", ("ky",)),
    "pho_chu_tich": ("Trần Thị Mẫu", ("ky",)),
    "van_thu": ("Bùi Thị Lưu", ("van_thu",)),
    "quan_tri": ("Vũ Văn Trị", ("quan_tri",)),
    "dong_nghiep": ("Hồ Văn Khác", ("ky",)),
}
"""Account to full name and groups; the colleague may sign, but nothing here is his."""
KEYS = {"chu_tich": "chairman", "pho_chu_tich": "vice_chairman", "con_dau": "agency"}
"""Token to entity of the demo authority."""


@dataclass(slots=True)
class SigningOffice:
    """What a test works with."""

    data_dir: Path
    pki: DemoPki
    options: OutgoingOptions
    desk: Desk
    archive: Archive
    people: dict[str, User]

    @property
    def pin(self) -> Pin:
        """A new one each time, as a person types it each time."""
        return Pin(self.pki.pfx_password)

    def keeper(self, **changes: Any) -> Keeper:
        """A keeper that works in this process."""
        from portal.outgoing.keeper import Keeper
        from portal.outgoing.workshop import Workshop, WorkshopOptions

        asked = WorkshopOptions(
            data_dir=self.data_dir,
            outgoing=self.options,
            reading=ReadingOptions(engine="null"),
            dispatcher="inline",
        )
        return Keeper(Workshop(replace(asked, **changes), self.archive))

    def letter(self, kind: str = "decision", *, seed: int = 1, **changes: Any) -> Path:
        """An outgoing paper of the invented office."""
        folder = self.data_dir.parent / f"letters-{kind}-{seed}"
        return demo_letters(folder, count=1, seed=seed, kinds=(kind,), **changes)[0].path

    def hand_in(self, *paths: Path, **said: Any) -> OutgoingDocument:
        """Hands in a document with its appendices, as the portal does."""
        from portal.outgoing.handing_in import Handed, Paper, hand_in

        papers = [Paper(path.name, self.desk.keep([path.read_bytes()])) for path in paths]
        signers = said.pop("signers", ("chu_tich",))
        people = tuple(self.people[name] for name in signers)
        return hand_in(
            self.desk,
            papers[0],
            papers[1:],
            Handed(**{"agency": AGENCY.code, "by": "soan_thao", "signers": people, **said}),
        )

    def numbered(self, *paths: Path, **said: Any) -> OutgoingDocument:
        """Hands in, reads, gives the number and prints it."""
        from portal.outgoing.number_books import allocate

        document = self.hand_in(*paths, **said)
        self.keeper().drain()
        allocate(document.pk, AGENCY, by="van_thu")
        self.keeper().drain()
        document.refresh_from_db()
        return document

    def sit(
        self, account: str, *documents: OutgoingDocument, agency: str = "", **changes: Any
    ) -> SigningBatch:
        """One batch, from its beginning to its end."""
        from portal.outgoing.batches import Sitting, begin

        ids = [document.pk for document in documents]
        parts: dict[str, Any] = {"person": self.people[account], "document_ids": ids, "pin": self.pin}
        sitting = Sitting(**{**parts, "agency": agency, **changes})
        batch, thread = begin(self.desk, self.options, sitting)
        thread.join(60)
        assert not thread.is_alive()
        batch.refresh_from_db()
        for document in documents:
            document.refresh_from_db()
        return batch


def open_office(data_dir: Path, pki: DemoPki, *, level: Level = Level.B_B) -> SigningOffice:
    """People with accounts, their certificates bound to them as an administrator does."""
    from django.contrib.auth.models import User

    from portal.outgoing.desk_folder import Desk
    from portal.outgoing.identities import BoundTo, bind
    from portal.people import role_named
    from portal.rights.granting import give

    people = {}
    for name, (full_name, groups) in PEOPLE.items():
        people[name] = User.objects.create_user(name, last_name=full_name)
        for group in groups or ("records_staff",):
            give(people[name], role_named(group), by="test")
    options = OutgoingOptions(
        agencies=(AGENCY,),
        tokens={
            token: NamedToken(token, "pkcs12", {"file": str(pki.pfx_file(entity))})
            for token, entity in KEYS.items()
        },
        level=level,
        trust_folder=pki.trust_folder(),
    )
    desk = Desk(data_dir)
    signature, seal = demo_images(data_dir.parent / "images")
    for account, token, agency, image in (
        ("chu_tich", "chu_tich", "", signature),
        ("pho_chu_tich", "pho_chu_tich", "", signature),
        ("van_thu", "con_dau", AGENCY.code, seal),
    ):
        kept = desk.keep([image.read_bytes()], ".png")
        to = BoundTo(people[account], token, agency, kept.name)
        bind(pki.certificate(KEYS[token]), to, by="quan_tri")
    archive = Archive(FolderStore(data_dir / "archive"))
    return SigningOffice(data_dir, pki, options, desk, archive, people)
