"""A timestamp service may fail in any way: the next one is asked, and what comes back is never believed."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from records.errors import ClockWrong, ServiceUnavailable
from signing.services import Services, open_services
from tests.signing.services import faulty
from tests.signing.services.faulty import Fault, FaultyPki

DIGEST = b"\x07" * 32
FAULTS: dict[str, tuple[Fault, str]] = {
    "hangs": (faulty.hangs, "no answer within"),
    "dribbles": (faulty.dribbles, "no answer within"),
    "garbage": (faulty.garbage, "not a timestamp"),
    "nothing": (faulty.nothing, "not a timestamp"),
    "server error": (faulty.server_error, "status 500"),
    "claims to be huge": (faulty.claims_to_be_huge, "more than 131072 bytes"),
    "floods": (faulty.floods, "more than 131072 bytes"),
    "hangs up": (faulty.hangs_up, "IncompleteRead"),
    "redirect to a file": (faulty.redirects_to("file:///etc/passwd"), "no http or https"),
    "redirect for ever": (lambda asked: faulty.redirects_to(asked.environ["PATH_INFO"])(asked), "redirects"),
    "another nonce": (faulty.answers_another_nonce, "nonce"),
    "another imprint": (faulty.stamps_something_else, "imprint"),
    "wrong signature": (faulty.signs_wrongly, "signature is wrong"),
    "refuses": (faulty.refuses, "rejection"),
    "stranger": (faulty.is_a_stranger, "certificate"),
}


def _stamp(services: Services) -> Any:
    token = asyncio.run(services.timestamper.async_timestamp(DIGEST, "sha256"))
    return token["content"]["encap_content_info"]["content"].parsed


@pytest.mark.parametrize("name", FAULTS)
def test_a_failing_service_is_refused_with_its_reason_and_the_next_one_stamps(
    broken: FaultyPki, name: str
) -> None:
    fault, words = FAULTS[name]
    broken.faults["tsa/tsa1"] = fault
    alone = open_services(broken.settings("tsa1"), broken.trust())
    with alone as services, pytest.raises(ServiceUnavailable, match=words) as refused:
        _stamp(services)
    assert "dấu thời gian" in refused.value.remedy_vi
    with open_services(broken.settings("tsa1", "tsa2"), broken.trust()) as services:
        assert _stamp(services)["message_imprint"]["hashed_message"].native == DIGEST
        assert services.timestamper.last is not None
        assert services.timestamper.last.service.endswith("tsa2")


def test_a_service_that_is_not_there_is_refused(broken: FaultyPki) -> None:
    settings = broken.settings(timestamp_urls=("http://127.0.0.1:9/tsa",))
    with open_services(settings, broken.trust()) as services, pytest.raises(ServiceUnavailable):
        _stamp(services)


def test_a_service_that_failed_is_left_alone_for_a_while(broken: FaultyPki) -> None:
    broken.faults["tsa/tsa1"] = faulty.server_error
    with open_services(broken.settings("tsa1", "tsa2"), broken.trust()) as services:
        for _ in range(4):
            _stamp(services)
    assert sum("tsa/tsa1" in path for path in broken.asked) == 1
    broken.asked.clear()
    with open_services(broken.settings("tsa1"), broken.trust()) as services:
        for _ in range(4):
            with pytest.raises(ServiceUnavailable, match="status 500"):
                _stamp(services)
    assert sum("tsa/tsa1" in path for path in broken.asked) == 1


def test_a_service_is_asked_again_after_its_rest(broken: FaultyPki) -> None:
    broken.faults["tsa/tsa1"] = faulty.server_error
    with open_services(broken.settings("tsa1", rest_seconds=0.05), broken.trust()) as services:
        with pytest.raises(ServiceUnavailable):
            _stamp(services)
        broken.faults.clear()
        time.sleep(0.1)
        assert _stamp(services)


def test_a_clock_that_differs_from_the_only_service_stops_signing(broken: FaultyPki) -> None:
    broken.pki.set_clock(datetime.now(UTC) + timedelta(hours=7))
    both = open_services(broken.settings("tsa1", "tsa2"), broken.trust())
    with both as services, pytest.raises(ClockWrong):
        _stamp(services)


def test_one_service_with_a_wrong_clock_is_passed_over(broken: FaultyPki) -> None:
    def hours_ahead(asked: faulty.Asked) -> faulty.Answer:
        broken.pki.set_clock(datetime.now(UTC) + timedelta(hours=7))
        answer = asked.rightly()
        broken.pki.set_clock(None)
        return asked.say(answer)

    broken.faults["tsa/tsa1"] = hours_ahead
    with open_services(broken.settings("tsa1", "tsa2"), broken.trust()) as services:
        assert _stamp(services)
        assert services.timestamper.last is not None
        assert services.timestamper.last.service.endswith("tsa2")
        assert abs(services.timestamper.last.ahead) < timedelta(minutes=1)


def test_one_connection_serves_many_timestamps(broken: FaultyPki) -> None:
    with open_services(broken.settings("tsa1"), broken.trust()) as services:
        for _ in range(4):
            _stamp(services)
    assert len(broken.ports) == 1


def test_a_connection_that_the_service_closed_is_opened_again(broken: FaultyPki) -> None:
    with open_services(broken.settings("tsa1"), broken.trust()) as services:
        _stamp(services)
        for connections in services._web._kept.values():
            connections[0].sock.shutdown(2)
        assert _stamp(services)


def test_no_answer_is_kept_of_a_service_that_was_refused(broken: FaultyPki, tmp_path: Path) -> None:
    broken.faults["tsa/tsa1"] = faulty.is_a_stranger
    settings = broken.settings("tsa1", cache_folder=tmp_path / "answers")
    with open_services(settings, broken.trust()) as services, pytest.raises(ServiceUnavailable):
        _stamp(services)
    assert not (tmp_path / "answers").exists()
