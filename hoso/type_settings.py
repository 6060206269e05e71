"""Settings of single record types, and of the wall."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from portal.settings_by_web.door import TypeWish

LONGEST_TERM_YEARS = 70
"""Law 33/2024/QH15 on archives: terms are permanent or fixed, up to 70 years."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WallSettings(_Part):
    """What the wall shows."""

    reviewers: Literal["names", "initials", "numbers"] = Field("initials", examples=["initials"])
    """How those who reviewed are called; names only before administrators and auditors."""


class TypeSettings(_Part):
    """What an office wants of one record type: `[types.CODE]`."""

    used: bool = Field(True, examples=[True])
    """No: papers that look like it wait for a person as of unknown type."""
    threshold: float | None = Field(None, gt=0, le=1, examples=[0.95])
    """In place of `review.threshold`."""
    level: int | None = Field(None, ge=1, le=4, examples=[3])
    """Level of sensitivity (QCVN 12:2026/BCA) in place of the type's own."""
    retention_years: int | None = Field(None, ge=1, le=LONGEST_TERM_YEARS, examples=[20])
    permanent: bool = Field(False, examples=[True])
    legal_basis: str = Field("", max_length=300, examples=["Thông tư 10/2022/TT-BNV, mục 3"])
    """By which rule it is kept so long."""

    @model_validator(mode="after")
    def _one_term(self) -> Self:
        if self.permanent and self.retention_years is not None:
            raise ValueError("kept for ever, or for some years, not both")
        return self

    @classmethod
    def of(cls, wish: TypeWish) -> TypeSettings:
        """The same, checked. Raises pydantic's `ValidationError`."""
        return cls(**{name: getattr(wish, name) for name in cls.model_fields})

    def wish(self) -> TypeWish:
        """The same for the portal."""
        return TypeWish(**self.model_dump())
