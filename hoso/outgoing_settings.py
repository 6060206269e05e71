"""Settings of how documents go out."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

SYMBOL = r"^[^\W\d_][\w.&-]*$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AgencySettings(_Part):
    """One agency that issues documents: `[outgoing.agencies.CODE]`."""

    name: str = Field(min_length=1, examples=["ỦY BAN NHÂN DÂN XÃ PHÚ LÂM"])
    """As on its papers."""
    symbol: str = Field("UBND", pattern=SYMBOL, examples=["UBND"])
    """Abbreviation in the symbol of its documents."""
    units: tuple[str, ...] = Field(("VP",), examples=[["VP", "KT", "VHXH"]])
    """Abbreviations of the units that draft its công văn, the most usual first."""
    place: str = Field("", examples=["Phú Lâm"])
    """Địa danh before the date; empty keeps what the draft says."""


class OutgoingSettings(_Part):
    """How documents go out."""

    name: str = Field("", max_length=200, examples=["ỦY BAN NHÂN DÂN XÃ PHÚ LÂM"])
    """The office that issues documents, as on its papers, where `agencies` names none."""
    symbol: str = Field("UBND", max_length=30, pattern=SYMBOL, examples=["UBND"])
    """Its abbreviation in the symbol of its documents, where `agencies` names none."""
    place: str = Field("", max_length=100, examples=["Phú Lâm"])
    """Its địa danh before the date, where `agencies` names none; empty keeps what the draft says."""
    agencies: dict[str, AgencySettings] = Field(
        default_factory=dict, examples=["[outgoing.agencies.ubnd] with name = 'ỦY BAN NHÂN DÂN XÃ …'"]
    )
    """By a code that is never shown and never changed; the first issues what comes from folders."""
    desk_days: int = Field(90, ge=0, examples=[90])
    """Days that a document stays on the desk after it was issued and archived; 0 keeps it there for ever."""
    agent_port: int = Field(9797, ge=1024, le=65535, examples=[9797])
    """Port on which `hoso sign-agent` listens on people's own computers."""
    verification_page: str = Field("", examples=["https://xa.example.vn/kiem-tra"])
    """Address of the public page to which QR codes lead; empty: the portal's own, where citizens reach it
    (`portal.public_address`), else no code is printed."""
