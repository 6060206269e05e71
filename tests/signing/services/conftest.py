"""A public-key infrastructure whose services fail as each test asks: one a file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.signing.services.faulty import FaultyPki, serve_faulty_pki


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyPki]:
    with serve_faulty_pki(tmp_path_factory.mktemp("pki")) as served:
        yield served


@pytest.fixture
def broken(served: FaultyPki) -> Iterator[FaultyPki]:
    yield served
    served.faults.clear()
    served.pki.set_clock(None)
    served.asked.clear()
    served.ports.clear()
