"""Papers and images that the tests of appearances share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from signing.demo_documents import KINDS, DemoLetter, demo_images, demo_letters


@dataclass(frozen=True, slots=True)
class Desk:
    letters: dict[str, DemoLetter]
    """By kind."""
    signature: Path
    seal: Path

    def paper(self, kind: str) -> Path:
        return self.letters[kind].path


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    letters = demo_letters(folder, count=len(KINDS))
    signature, seal = demo_images(folder)
    return Desk({letter.kind: letter for letter in letters}, signature, seal)
