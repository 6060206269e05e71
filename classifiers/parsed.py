"""What a validator makes of one value: its canonical form, and why a person should doubt it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value that was judged. Nothing is corrected silently: `errors` and `warnings` say what is odd."""

    value: str
    """As printed, on one line, leaders and label rests taken off."""
    normalised: str
    """Canonical form; empty when the value cannot be understood."""
    errors: tuple[str, ...] = ()
    """Why it cannot be right, in Vietnamese."""
    warnings: tuple[str, ...] = ()
    """Why a person may want to look, in Vietnamese."""
    alternatives: tuple[str, ...] = ()
    """Other canonical forms that the same print allows, for example `1.041` for 1041."""

    @property
    def is_valid(self) -> bool:
        return bool(self.normalised) and not self.errors

    def with_error(self, reason: str) -> Parsed:
        return replace(self, errors=(*self.errors, reason))

    def with_warning(self, reason: str) -> Parsed:
        return replace(self, warnings=(*self.warnings, reason))


def refused(value: str, reason: str) -> Parsed:
    """A value that cannot be understood, and why."""
    return Parsed(value, "", errors=(reason,))
