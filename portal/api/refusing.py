"""What only the interface refuses."""

from __future__ import annotations

from collections.abc import Mapping


class Contradicted(Exception):
    """Values look impossible and came without a reason why they stay."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(f"{len(faults)} fields")
        self.faults = [f"{field}: {why}" for field, why in faults.items()]
