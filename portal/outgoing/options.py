"""What the outgoing road is told: agencies, tokens, services; made from the settings by `hoso`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import SettingInvalid
from signing.orders import Level
from signing.tokens import NamedToken

if TYPE_CHECKING:
    # pyHanko takes a second to load, and every command makes these options.
    from signing.services import ServiceSettings


THE_OFFICE = "co_quan"
"""Code of the agency of an office that names none by a code of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingAgency:
    """An agency that issues documents."""

    code: str
    """Its name in the settings; never shown."""
    name: str = ""
    """As on its papers."""
    symbol: str = "UBND"
    """Abbreviation in the symbol of its documents."""
    units: tuple[str, ...] = ("VP",)
    """Abbreviations of the units that draft its công văn, the most usual first."""
    place: str = ""
    """Địa danh before the date; empty keeps what the draft says."""

    @property
    def first_unit(self) -> str:
        return self.units[0] if self.units else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingOptions:
    """How documents go out. Frozen, and compared when a process is set up twice."""

    agencies: tuple[OutgoingAgency, ...] = (OutgoingAgency(code=THE_OFFICE),)
    """The first one issues what comes from folders."""
    tokens: Mapping[str, NamedToken] = field(default_factory=dict)
    images: Mapping[str, Path] = field(default_factory=dict)
    """Pictures of signatures and seals by the token's name, where no administrator has laid one."""
    seal: Path | None = None
    """The seal's picture for tokens that have none of their own."""
    level: Level = Level.B_LTA
    largest_bytes: int = 2 << 30
    """Largest file that is signed."""
    trust_folder: Path | None = None
    """Certificates of the authorities that are trusted; without one, nothing above B-B can be reached."""
    services: ServiceSettings | None = None
    """`None` where the office has no timestamp service."""
    desk_days: int = 0
    """Days after which the desk lets go of what was issued and archived; 0 keeps it for ever."""
    agent_port: int = 9797
    """On which port of their own computers people's signing agents listen."""
    verification_page: str = ""
    """Address of the public page at which a QR code points; empty prints none."""

    def agency(self, code: str) -> OutgoingAgency:
        """The agency of that code; raises `SettingInvalid` when the settings do not name it any more."""
        for agency in self.agencies:
            if agency.code == code:
                return agency
        raise SettingInvalid(
            f"outgoing.agencies.{code} is missing",
            remedy_vi="Cơ quan ban hành của văn bản này không còn trong cấu hình. Hãy báo người phụ trách.",
            remedy_en="The settings do not name this document's agency any more. Tell the administrator.",
        )
