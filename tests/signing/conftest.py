"""The throwaway public-key infrastructure that signing tests share: one a test process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from signing.demo_pki import DemoPki, serve_demo_pki


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoPki]:
    with serve_demo_pki(tmp_path_factory.mktemp("pki")) as served:
        yield served
